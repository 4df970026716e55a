package io.outdial.compliance.rules;

import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.CallRules.Hours;
import io.outdial.compliance.rules.CallRules.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether and when somebody may be called. The one implementation of the rules: the dialer asks it at the moment of a claim,
 * and whoever wants to know when a person may next be called asks it too.
 */
public sealed interface Permission {

    /** How long a target waits whose number is on another call. */
    Duration BUSY_WITH_US = Duration.ofSeconds(30);

    /** How far ahead {@link #walk} looks. */
    Duration HORIZON = Duration.ofDays(35);

    /**
     * Now, and until {@code validUntil} unless somebody changes a rule or a list.
     *
     * @param validUntil excluded
     */
    record Granted(Instant validUntil) implements Permission {}

    /**
     * Not before {@code until} as far as this rule goes; others may hold longer.
     *
     * @param until null when no passing of time will do
     * @param rule whose rule it is and what it says
     */
    record NotBefore(Instant until, Reason reason, String rule) implements Permission {}

    /** Never in this campaign. */
    record Never(Reason reason, String rule) implements Permission {}

    /** Looks once, at this moment. */
    static Permission at(CallRules rules, Facts facts, Instant at) {
        return at(new HoursAt(rules, at), facts);
    }

    /** Looks once. What forbids for good comes before anything that changes with time. */
    static Permission at(HoursAt here, Facts facts) {
        CallRules rules = here.rules();
        Instant at = here.at();
        Never never = never(rules, facts, at);
        if (never != null) {
            return never;
        }
        Reason blocked = rules.blocked(at);
        if (blocked != null) {
            return new NotBefore(null, blocked, blockedBy(rules, blocked, at));
        }
        if (facts.zones().isEmpty()) {
            return new NotBefore(null, Reason.UNKNOWN_TIME_ZONE, "the person's time zone");
        }
        if (facts.numberInUse()) {
            return new NotBefore(at.plus(BUSY_WITH_US), Reason.NUMBER_IN_USE, "one call at a time to a number");
        }
        for (Cap cap : rules.caps()) {
            Instant earliest = cap.earliest(facts.calls(), at);
            if (earliest.isAfter(at)) {
                return new NotBefore(earliest, cap.reason(), cap.rule());
            }
        }
        if (rules.callsPerDay() != null) {
            Optional<Instant> tomorrow = PersonsDay.usedUp(facts.calls(), facts.zones(), rules.callsPerDay(), at);
            if (tomorrow.isPresent()) {
                return new NotBefore(
                        tomorrow.get(),
                        Reason.MAX_ATTEMPTS_PER_DAY,
                        "campaign: " + rules.callsPerDay() + " calls a day");
            }
        }
        Permission open = here.in(facts.zones());
        if (!(open instanceof Granted granted)) {
            return open;
        }
        Instant until = granted.validUntil();
        if (!facts.preferred().isEmpty()) {
            CallingHours preferred = new CallingHours(facts.preferred(), List.of(), Set.of());
            Hours own = new Hours("customer", Reason.CUSTOMER_WINDOW, preferred);
            Permission liked = HoursAt.look(own, facts.zones(), at, until);
            if (!(liked instanceof Granted theirs)) {
                return liked;
            }
            until = theirs.validUntil();
        }
        return new Granted(rules.consent() != null ? earlier(until, facts.consentUntil()) : until);
    }

    /**
     * Follows the rules from this moment on until they agree.
     *
     * @return every rule that moved the moment, in order, and where it ends
     */
    static Walk walk(CallRules rules, Facts facts, Instant from) {
        List<Step> steps = new ArrayList<>();
        Instant at = from;
        Facts known = facts;
        while (!at.isAfter(from.plus(HORIZON))) {
            Permission now = at(rules, known, at);
            if (!(now instanceof NotBefore wait) || wait.until() == null) {
                return new Walk(steps, at, now);
            }
            steps.add(new Step(wait.reason(), wait.rule(), at, wait.until()));
            at = wait.until();
            known = withoutLiveCall(known);
        }
        return new Walk(
                steps, at, new NotBefore(null, Reason.NO_CALLING_WINDOW, "the next " + HORIZON.toDays() + " days"));
    }

    /** One rule that moved the moment from {@code before} to {@code after}. */
    record Step(Reason reason, String rule, Instant before, Instant after) {}

    /**
     * Where the rules lead.
     *
     * @param at the moment that {@code end} is about
     * @param end {@link NotBefore} only without a moment
     */
    record Walk(List<Step> steps, Instant at, Permission end) {}

    private static Never never(CallRules rules, Facts facts, Instant at) {
        if (!facts.customerExists()) {
            return new Never(Reason.CUSTOMER_ERASED, "erasure");
        }
        if (facts.lists().contains("opt_out")) {
            return new Never(Reason.OPT_OUT, "opt-outs of the tenant");
        }
        if (facts.forbidden()) {
            return new Never(Reason.DO_NOT_CALL, "the platform's list, or an erasure");
        }
        for (String list : sorted(facts.lists())) {
            if (list.equals("tenant") || rules.lists().contains(list)) {
                return new Never(Reason.DO_NOT_CALL, "the list " + list);
            }
        }
        if (!facts.phoneValid()) {
            return new Never(Reason.INVALID_PHONE, "the network's answer to an earlier call");
        }
        if (rules.consent() != null && (facts.consentUntil() == null || !at.isBefore(facts.consentUntil()))) {
            return new Never(Reason.NO_CONSENT, rules.consent().words() + " on record");
        }
        return null;
    }

    private static List<String> sorted(Set<String> lists) {
        return lists.size() < 2 ? List.copyOf(lists) : lists.stream().sorted().toList();
    }

    private static String blockedBy(CallRules rules, Reason reason, Instant at) {
        if (reason == Reason.REGULATION_NOT_ALLOWED) {
            return rules.regulation();
        }
        Registry stale = rules.registries().stream()
                .filter(registry -> !registry.isFresh(at))
                .findFirst()
                .orElseThrow();
        return stale.source() + ": the list " + stale.list() + " at most " + stale.maxAgeDays() + " days old";
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Facts withoutLiveCall(Facts facts) {
        return !facts.numberInUse()
                ? facts
                : new Facts(
                        facts.customerExists(),
                        facts.phoneValid(),
                        facts.lists(),
                        facts.forbidden(),
                        false,
                        facts.consentUntil(),
                        facts.zones(),
                        facts.preferred(),
                        facts.calls());
    }
}
