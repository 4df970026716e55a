package io.outdial.campaign;

import io.outdial.compliance.HolidayCalendar;
import io.outdial.content.ContentStore.AgentFacts;
import io.outdial.content.ContentStore.ScriptFacts;
import io.outdial.kernel.Money;
import io.outdial.platform.Problem.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks before a start that need no more than the document and a few facts. Pure. */
final class Readiness {

    private Readiness() {}

    static List<FieldError> schedule(CampaignSpec spec, Instant start, Instant end, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        required(errors, "/type", spec.type());
        required(errors, "/objective", spec.objective());
        required(errors, "/startAt", spec.startAt());
        if (spec.endAt() == null && spec.duration() == null) {
            errors.add(new FieldError("/endAt", "required", "Say endAt or duration."));
        }
        if (end != null && !end.isAfter(now)) {
            errors.add(new FieldError("/endAt", "in_the_past", "The campaign would have ended already."));
        }
        if (spec.calls() == null
                || spec.calls().windows() == null
                || spec.calls().windows().isEmpty()) {
            errors.add(new FieldError("/calls/windows", "required", "Say at least one weekly window for calls."));
        }
        errors.addAll(holidays(spec, start, end));
        return errors;
    }

    /** A country's holidays are known for some years; who asks for them is not called in others, on days nobody knows. */
    private static List<FieldError> holidays(CampaignSpec spec, Instant start, Instant end) {
        List<FieldError> errors = new ArrayList<>();
        List<String> words = spec.calls() == null || spec.calls().holidays() == null
                ? List.of()
                : spec.calls().holidays();
        for (int i = 0; i < words.size() && start != null && end != null; i++) {
            String pointer = "/calls/holidays/" + i;
            HolidayCalendar.uncovered(words.get(i), start, end)
                    .ifPresent(detail -> errors.add(new FieldError(pointer, "years_not_known", detail)));
        }
        return errors;
    }

    static List<FieldError> limits(CampaignSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        CampaignSpec.CallSettings calls = spec.calls();
        required(errors, "/calls/maxDailyCalls", calls == null ? null : calls.maxDailyCalls());
        if (calls != null
                && calls.callsPerMinute() != null
                && calls.callsPerHour() != null
                && calls.callsPerMinute() > calls.callsPerHour()) {
            errors.add(new FieldError(
                    "/calls/callsPerMinute",
                    "contradicts",
                    "More calls in a minute than callsPerHour allows in an hour can never be made."));
        }
        required(
                errors,
                "/calls/retry/maxAttempts",
                calls == null || calls.retry() == null ? null : calls.retry().maxAttempts());
        return errors;
    }

    static List<FieldError> budget(CampaignSpec spec, String currency) {
        List<FieldError> errors = new ArrayList<>();
        if (spec.performance() != null) {
            money(errors, "/performance/budget", spec.performance().budget(), currency);
            money(errors, "/performance/conversionValue", spec.performance().conversionValue(), currency);
            Money budget = spec.performance().budget();
            if (budget != null && budget.amount().signum() == 0) {
                errors.add(new FieldError("/performance/budget/amount", "exhausted", "A budget of 0 allows no call."));
            }
        }
        return errors;
    }

    private static void money(List<FieldError> errors, String pointer, Money money, String currency) {
        if (money != null && !money.currency().equals(currency)) {
            errors.add(new FieldError(
                    pointer + "/currency", "other_currency", "The tenant's currency is " + currency + "."));
        }
    }

    static List<FieldError> content(
            CampaignSpec spec, Optional<AgentFacts> agent, Optional<ScriptFacts> script, Set<String> variables) {
        List<FieldError> errors = new ArrayList<>();
        CampaignSpec.ContentSettings content = spec.content();
        required(errors, "/content/voiceAgentId", content == null ? null : content.voiceAgentId());
        required(errors, "/content/scriptId", content == null ? null : content.scriptId());
        if (content == null) {
            return errors;
        }
        if (content.voiceAgentId() != null && !agent.map(AgentFacts::usable).orElse(false)) {
            errors.add(new FieldError("/content/voiceAgentId", "unusable", "The voice agent is gone or retired."));
        }
        if (content.scriptId() != null && !script.map(ScriptFacts::usable).orElse(false)) {
            errors.add(new FieldError(
                    "/content/scriptId", "unusable", "The script, or the version of it, is gone or retired."));
        }
        Set<String> defined =
                content.variables() == null ? Set.of() : content.variables().keySet();
        for (String variable : variables) {
            if (!defined.contains(variable)) {
                errors.add(new FieldError(
                        "/content/variables/" + variable,
                        "undefined_variable",
                        "The script uses the variable " + variable + ", which the campaign does not define."));
            }
        }
        return errors;
    }

    private static void required(List<FieldError> errors, String pointer, Object value) {
        if (value == null) {
            String field = pointer.substring(pointer.lastIndexOf('/') + 1);
            errors.add(new FieldError(pointer, "required", field + " is required before scheduling."));
        }
    }
}
