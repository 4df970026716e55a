package io.outdial.campaign;

import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A campaign cannot start as things stand: 422, 409 or 500, with every check and its finding. */
final class Refusal extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<Verdict.Check> checks;
    private final String code;

    private Refusal(
            String code,
            ProblemType type,
            String detail,
            List<FieldError> errors,
            List<Verdict.Check> checks,
            Map<String, Object> more) {
        super(type, detail, errors, with(more, checks));
        this.checks = checks;
        this.code = code;
    }

    private static Map<String, Object> with(Map<String, Object> more, List<Verdict.Check> checks) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("checks", checks);
        return all;
    }

    static Refusal invalid(String reason, List<FieldError> errors, List<Verdict.Check> checks) {
        return new Refusal("checks_failed", ProblemType.CAMPAIGN_INVALID, reason, errors, checks, Map.of());
    }

    /** @param checks ends with the one about the slot */
    static Refusal noSlot(String reason, List<Verdict.Check> checks) {
        return new Refusal(
                "no_campaign_slot",
                ProblemType.CONFLICT,
                reason,
                List.of(),
                checks,
                Map.of("limit", "maxActiveCampaigns"));
    }

    /** Something failed that nobody foresaw; the next attempt may go better. */
    static Refusal internal() {
        String detail = "An internal error kept the campaign from starting; it is tried again.";
        return new Refusal(
                "internal_error",
                ProblemType.INTERNAL_ERROR,
                detail,
                List.of(),
                List.of(new Verdict.Check("service", false, detail)),
                Map.of());
    }

    /** Why the campaign did not start. */
    Cause cause() {
        return Cause.of(code, getMessage(), Verdict.failed(checks));
    }

    /** The checks as the initiation keeps them. */
    Verdict.View view() {
        return new Verdict.View(false, checks, errors());
    }
}
