package io.outdial.platform;

import io.outdial.platform.Problem.FieldError;
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
        if (!(cause instanceof QueryValues.Unreadable unreadable)) {
            return List.of();
        }
        return query.entrySet().stream()
                .filter(each -> each.getValue().contains(unreadable.text))
                .map(each ->
                        new FieldError("?" + each.getKey(), "wrong_format", each.getKey() + " is not of its form."))
                .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                .toList();
    }
}
