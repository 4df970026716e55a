package io.outdial.dialer.decide;

import io.outdial.compliance.rules.CallingHours;
import io.outdial.dialer.decide.DialDecision.Defer;
import io.outdial.dialer.decide.DialDecision.Place;
import io.outdial.dialer.decide.DialDecision.Suppress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a target may be called at this moment. Suppression is looked at before anything that could change with time. */
public final class DialRules {

    /** How long a target waits whose number is on another call. */
    static final Duration BUSY_WITH_US = Duration.ofSeconds(30);

    private DialRules() {}

    /**
     * What is known about a target at the moment of its claim.
     *
     * @param customerExists false after an erasure
     * @param phoneValid false once a network said there is no such number
     * @param lists names of the do-not-call lists its number is on now
     * @param forbidden whether the platform forbids the number, or somebody who had it was erased
     * @param numberInUse whether another live attempt calls the same number
     * @param hasConsent whether a consent is on record
     * @param zones every zone the person may be in; empty when unknown
     */
    public record Facts(
            boolean customerExists,
            boolean phoneValid,
            Set<String> lists,
            boolean forbidden,
            boolean numberInUse,
            boolean hasConsent,
            List<ZoneId> zones) {}

    /**
     * @param campaignLists do-not-call lists that the campaign named, beside the ones that always hold
     */
    public static DialDecision decide(
            Facts facts, Set<String> campaignLists, boolean requireConsent, CallingHours hours, Instant now) {
        if (!facts.customerExists()) {
            return new Suppress("customer_erased");
        }
        if (facts.lists().contains("opt_out")) {
            return new Suppress("opt_out");
        }
        if (facts.forbidden()
                || facts.lists().stream().anyMatch(list -> list.equals("tenant") || campaignLists.contains(list))) {
            return new Suppress("do_not_call");
        }
        if (!facts.phoneValid()) {
            return new Suppress("invalid_phone");
        }
        if (requireConsent && !facts.hasConsent()) {
            return new Suppress("no_consent");
        }
        if (facts.numberInUse()) {
            return new Defer(now.plus(BUSY_WITH_US), "number_in_use");
        }
        if (!hours.isOpen(now, facts.zones())) {
            Optional<Instant> opens = hours.nextOpen(now, facts.zones());
            return opens.<DialDecision>map(until -> new Defer(until, "calling_window"))
                    .orElseGet(() -> new Defer(now.plus(Duration.ofDays(1)), "no_calling_window"));
        }
        return new Place();
    }
}
