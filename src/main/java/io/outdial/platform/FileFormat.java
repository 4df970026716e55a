package io.outdial.platform;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** The forms in which lists leave as files. */
public enum FileFormat {
    CSV("text/csv", "text/csv;charset=utf-8", "csv"),
    NDJSON("application/x-ndjson", "application/x-ndjson", "ndjson");

    public static final String CSV_TYPE = "text/csv";
    public static final String NDJSON_TYPE = "application/x-ndjson";

    private final String type;
    private final String contentType;
    private final String extension;

    FileFormat(String type, String contentType, String extension) {
        this.type = type;
        this.contentType = contentType;
        this.extension = extension;
    }

    /**
     * The form a request asks for: by {@code format}, otherwise by {@code Accept}, otherwise CSV.
     *
     * @throws Problem 400 when it is another one
     */
    public static FileFormat asked(String format, String accept) {
        if (format == null) {
            boolean ndjson = accept != null && accept.contains(NDJSON.type) && !accept.contains(CSV.type);
            return ndjson ? NDJSON : CSV;
        }
        for (FileFormat each : values()) {
            if (each.extension.equals(format)) {
                return each;
            }
        }
        throw Problem.invalid("?format", "invalid", "The format is csv or ndjson.");
    }

    /** An answer that is saved as a file. @param name without its extension; a fixed word, never a tenant's */
    public Response attachment(String name, StreamingOutput body) {
        return Response.ok(body, contentType)
                .header("Content-Disposition", "attachment; filename=" + name + "." + extension)
                .build();
    }
}
