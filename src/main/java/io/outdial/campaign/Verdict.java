package io.outdial.campaign;

import io.outdial.audience.CompiledAudience;
import io.outdial.platform.Problem.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the checks before a start found.
 *
 * @param audience null when it could not be compiled
 * @param scriptVersion the version to pin; null when there is no usable script
 */
record Verdict(List<Check> checks, List<FieldError> errors, CompiledAudience audience, Integer scriptVersion) {

    /** One check and its finding, a sentence. */
    @Schema(name = "ValidationCheck")
    public record Check(String name, boolean passed, String detail) {}

    /**
     * All checks as the API answers them.
     *
     * @param errors each finding with the place in the campaign that it is about
     */
    @Schema(name = "Validation")
    public record View(boolean valid, List<Check> checks, List<FieldError> errors) {}

    boolean valid() {
        return checks.stream().allMatch(Check::passed);
    }

    View view() {
        return new View(valid(), checks, errors);
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

    /** The checks that failed, as why a campaign is in its state. */
    Cause cause(String code) {
        return Cause.of(code, reason(), failed(checks));
    }

    /** The names of the checks that failed, as figures of a {@link Cause}. */
    static JsonObject failed(List<Check> checks) {
        JsonArray names = new JsonArray();
        checks.stream().filter(check -> !check.passed()).forEach(check -> names.add(check.name()));
        return new JsonObject().put("checks", names);
    }

    /** Whether the agent or the script that the campaign pinned cannot be used any more. */
    boolean contentIsGone() {
        return errors.stream().anyMatch(error -> error.code().equals("unusable"));
    }

    /** @throws Refusal 422 with every finding */
    Verdict require() {
        if (!valid()) {
            throw Refusal.invalid(reason(), errors, checks);
        }
        return this;
    }

    /** The refusal of a campaign that is sound and finds every slot of its tenant taken: 409. */
    Refusal noSlot() {
        Check slot = new Check("campaign_slot", false, "The tenant has as many active campaigns as its limit allows.");
        List<Check> all = new ArrayList<>(checks);
        all.add(slot);
        return Refusal.noSlot(slot.detail(), List.copyOf(all));
    }
}
