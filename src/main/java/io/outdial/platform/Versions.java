package io.outdial.platform;

/** Entity tags of versioned resources (RFC 9110, sections 8.8.3 and 13.1.1). */
public final class Versions {

    private Versions() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Holds an update to the version its author read.
     *
     * @param ifMatch the header as received; null when there was none
     * @throws Problem 428 without the header, 412 when it names another version
     */
    public static void requireMatch(String ifMatch, long current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new Problem(
                    ProblemType.PRECONDITION_REQUIRED,
                    "Send If-Match with the ETag you read, so that nobody's change is lost.");
        }
        if (!matches(ifMatch, current)) {
            throw new Problem(
                    ProblemType.VERSION_STALE,
                    "It is at version " + current + " now; read it again and repeat your change.");
        }
    }

    /** Like {@link #requireMatch}, for actions: the header is optional and {@code *} matches everything. */
    public static void allowMatch(String ifMatch, long current) {
        if (ifMatch != null && !ifMatch.isBlank()) {
            requireMatch(ifMatch, current);
        }
    }

    private static boolean matches(String ifMatch, long current) {
        for (String tag : ifMatch.split(",")) {
            String trimmed = tag.trim();
            if (trimmed.equals("*") || trimmed.equals(etag(current))) {
                return true;
            }
        }
        return false;
    }
}
