package io.outdial.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A refusal with everything the caller needs to mend it: thrown anywhere, answered as {@code application/problem+json}
 * (RFC 9457).
 */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> extensions;

    /** @param detail one sentence for a person, ending in a full stop */
    public Problem(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of());
    }

    public Problem(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, Map.of());
    }

    public Problem(ProblemType type, String detail, List<FieldError> errors, Map<String, Object> extensions) {
        super(detail);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.extensions = Map.copyOf(extensions);
    }

    /** A body or parameter that means nothing here, with the one place that is wrong. */
    public static Problem invalid(String pointer, String code, String detail) {
        return new Problem(ProblemType.VALIDATION_FAILED, detail, List.of(new FieldError(pointer, code, detail)));
    }

    /** A body that asks for what the caller may not have, with the one place that does. */
    public static Problem forbidden(String pointer, String code, String detail) {
        return new Problem(ProblemType.FORBIDDEN, detail, List.of(new FieldError(pointer, code, detail)));
    }

    /** The same answer for what does not exist and what belongs to another tenant. */
    public static Problem notFound(String what) {
        return new Problem(ProblemType.NOT_FOUND, "There is no such " + what + ".");
    }

    /** Something is asked too often or too much at once; {@code wait} is how long until it may be asked again, in whole seconds. */
    public static Problem tooMany(String detail, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Problem(ProblemType.TOO_MANY_REQUESTS, detail, List.of(), Map.of("retryAfterSeconds", seconds));
    }

    /** The same problem of a value that stands at {@code pointer} of the body; without errors it gets one there. */
    public Problem below(String pointer) {
        List<FieldError> moved = errors.isEmpty()
                ? List.of(new FieldError(pointer, "invalid", getMessage()))
                : errors.stream()
                        .map(error -> new FieldError(pointer + error.pointer(), error.code(), error.detail()))
                        .toList();
        return new Problem(type, getMessage(), moved, extensions);
    }

    /** The same problem of a body that is what stood at {@code pointer}. */
    public Problem relativeTo(String pointer) {
        List<FieldError> moved = errors.stream()
                .map(error -> error.pointer().startsWith(pointer)
                        ? new FieldError(error.pointer().substring(pointer.length()), error.code(), error.detail())
                        : error)
                .toList();
        return new Problem(type, getMessage(), moved, extensions);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }

    /**
     * One thing wrong with a body.
     *
     * @param pointer JSON pointer (RFC 6901) to the value, {@code ""} for the whole body; {@code ?name} for a query
     *     parameter
     * @param code a stable word for programs, snake_case
     * @param detail a sentence for people
     */
    @RegisterForReflection
    public record FieldError(String pointer, String code, String detail) {}
}
