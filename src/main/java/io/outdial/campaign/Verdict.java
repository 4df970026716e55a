package io.outdial.campaign;

import io.outdial.audience.CompiledAudience;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import java.util.List;
import java.util.Map;

/**
 * What the checks before a start found.
 *
 * @param audience null when it could not be compiled
 * @param scriptVersion the version to pin; null when there is no usable script
 */
record Verdict(List<Check> checks, List<FieldError> errors, CompiledAudience audience, Integer scriptVersion) {

    /** One check and its finding, a sentence. */
    public record Check(String name, boolean passed, String detail) {}

    /** All checks as the API answers them. */
    public record View(boolean valid, List<Check> checks) {}

    boolean valid() {
        return checks.stream().allMatch(Check::passed);
    }

    View view() {
        return new View(valid(), checks);
    }

    /** The sentences of the checks that failed. */
    String reason() {
        return String.join(
                " ",
                checks.stream()
                        .filter(check -> !check.passed())
                        .map(Check::detail)
                        .toList());
    }

    /** Whether the agent or the script that the campaign pinned cannot be used any more. */
    boolean contentIsGone() {
        return errors.stream().anyMatch(error -> error.code().equals("unusable"));
    }

    /** @throws Problem 422 with every finding */
    Verdict require() {
        if (!valid()) {
            throw new Problem(ProblemType.CAMPAIGN_INVALID, reason(), errors, Map.of("checks", checks));
        }
        return this;
    }
}
