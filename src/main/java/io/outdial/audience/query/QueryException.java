package io.outdial.audience.query;

import java.nio.charset.StandardCharsets;

/** A query that is refused: where, a stable code for programs, and a sentence for people. */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String code;

    public QueryException(String pointer, String code, String detail) {
        super(printable(detail));
        this.pointer = printable(pointer);
        this.code = code;
    }

    /** JSON pointer (RFC 6901), relative to the audience object. */
    public String pointer() {
        return pointer;
    }

    public String code() {
        return code;
    }

    /** The pointer to the child of this name. */
    public static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** A name people wrote, short enough for a sentence. */
    static String shown(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }

    /** Half a surrogate pair, which JSON can say and UTF-8 cannot, becomes a question mark. */
    private static String printable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
