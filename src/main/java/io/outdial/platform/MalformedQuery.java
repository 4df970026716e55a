package io.outdial.platform;

import io.outdial.platform.Problem.FieldError;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;

/** Which query parameters a failed conversion was about. */
final class MalformedQuery {

    private MalformedQuery() {}

    /**
     * @param cause of what the framework threw; null when nothing was converted
     * @return one error for each parameter with the text that could not be converted; none when the text stood in the path
     */
    static List<FieldError> errors(Throwable cause, Map<String, List<String>> query) {
        if (!(cause instanceof IllegalArgumentException || cause instanceof DateTimeException)) {
            return List.of();
        }
        String message = String.valueOf(cause.getMessage());
        return query.entrySet().stream()
                .filter(each -> each.getValue().stream().anyMatch(text -> isAbout(message, text)))
                .map(each ->
                        new FieldError("?" + each.getKey(), "wrong_format", each.getKey() + " is not of its form."))
                .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                .toList();
    }

    /** The JDK's messages end in the text or quote it. */
    private static boolean isAbout(String message, String text) {
        return message.contains('"' + text + '"')
                || message.contains("'" + text + "'")
                || message.endsWith(": " + text);
    }
}
