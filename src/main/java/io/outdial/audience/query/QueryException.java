package io.outdial.audience.query;

/** A query that is refused: where, a stable code for programs, and a sentence for people. */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String code;

    public QueryException(String pointer, String code, String detail) {
        super(detail);
        this.pointer = pointer;
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
    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
