package io.outdial.compliance.rules;

import io.outdial.compliance.rules.CallingHours.Closed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * Everything that decides when one campaign may call somebody, whoever asked for it: the regulatory pack, the tenant and the
 * campaign. Rules only add up; none loosens another.
 *
 * @param regulation the pack's name
 * @param regulationAllowed whether the tenant may use that pack
 * @param purpose the campaign's objective, which a consent may be limited to; null in a draft
 * @param lists do-not-call lists beside {@code opt_out} and {@code tenant}, which always hold: the campaign's and registries
 * @param consent what a consent in force must rest on; null when none is needed
 * @param registries lists that must have been imported recently
 * @param caps how often a number may be called
 * @param hours of the pack, the tenant and the campaign
 * @param callsPerDay to one number on one day of the person, whichever campaign called; null for no such limit
 */
public record CallRules(
        String regulation,
        boolean regulationAllowed,
        String purpose,
        Set<String> lists,
        ConsentStandard consent,
        List<Registry> registries,
        List<Cap> caps,
        List<Hours> hours,
        Integer callsPerDay) {

    /** No cap looks further back than this. */
    public static final Duration LONGEST_PERIOD = Duration.ofDays(30);

    public CallRules {
        lists = Set.copyOf(lists);
        registries = List.copyOf(registries);
        caps = List.copyOf(caps);
        hours = List.copyOf(hours);
    }

    /** Without a limit of calls on one day. */
    CallRules(
            String regulation,
            boolean regulationAllowed,
            String purpose,
            Set<String> lists,
            ConsentStandard consent,
            List<Registry> registries,
            List<Cap> caps,
            List<Hours> hours) {
        this(regulation, regulationAllowed, purpose, lists, consent, registries, caps, hours, null);
    }

    /** Nothing but these hours of a campaign. */
    public static CallRules of(CallingHours hours) {
        return new CallRules(
                "none",
                true,
                null,
                Set.of(),
                null,
                List.of(),
                List.of(),
                List.of(new Hours("campaign", Reason.CALLING_WINDOW, hours)));
    }

    /** The hours that are open for all. */
    public CallingHours openHours() {
        return hours.stream().map(Hours::open).reduce(CallingHours::and).orElse(CallingHours.ALWAYS);
    }

    /**
     * What keeps this campaign from calling anybody at all: nothing but somebody's deed ends it.
     *
     * @return null when nothing does
     */
    public Reason blocked(Instant at) {
        if (!regulationAllowed) {
            return Reason.REGULATION_NOT_ALLOWED;
        }
        return registries.stream().allMatch(registry -> registry.isFresh(at)) ? null : Reason.REGISTRY_STALE;
    }

    /** The purpose that a consent must be in force for; null when none is needed, {@code ""} for a draft's. */
    public String consentFor() {
        if (consent == null) {
            return null;
        }
        return purpose == null ? "" : purpose;
    }

    /** The code of what a consent must rest on, as SQL asks for it; null when none is needed. */
    public String consentStandard() {
        return consent == null ? null : consent.code();
    }

    /** Whether a decision has to know of earlier calls to the number. */
    public boolean looksBack() {
        return !caps.isEmpty() || callsPerDay != null;
    }

    /**
     * Hours of somebody.
     *
     * @param source {@code tenant}, {@code campaign}, {@code customer} or a pack's name
     * @param outside the reason while no window is open
     */
    public record Hours(String source, Reason outside, CallingHours open) {

        Reason reason(Closed closed) {
            return switch (closed) {
                case HOLIDAY -> Reason.HOLIDAY;
                case DO_NOT_DISTURB -> Reason.DO_NOT_DISTURB;
                case OUTSIDE -> outside;
            };
        }
    }

    /**
     * A list that a pack names.
     *
     * @param maxAgeDays days after the file's date on which it may still be used
     * @param dated the day the imported file is of; null when there is none
     */
    public record Registry(String source, String list, int maxAgeDays, LocalDate dated) {

        /** Whether the file may be used at this moment; days are counted in UTC. */
        public boolean isFresh(Instant at) {
            return dated != null && at.isBefore(staleFrom());
        }

        Instant staleFrom() {
            return dated.plusDays(maxAgeDays + 1L).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /**
     * At most so many calls to a number in any period of this length, over all campaigns of the tenant.
     *
     * @param source {@code tenant} or a pack's name
     * @param calls at least 1; one call in a period is a minimum spacing
     * @param reason what it is called when it puts a call off
     */
    public record Cap(String source, int calls, Duration period, Reason reason) {

        public Cap(String source, int calls, Duration period) {
            this(source, calls, period, Reason.FREQUENCY_CAP);
        }

        public static Cap spacing(String source, Duration least) {
            return new Cap(source, 1, least, Reason.CALL_SPACING);
        }

        public Cap {
            if (calls < 1 || period.isNegative() || period.isZero() || period.compareTo(LONGEST_PERIOD) > 0) {
                throw new IllegalArgumentException("A cap is at least one call in at most " + LONGEST_PERIOD + ".");
            }
        }

        String rule() {
            return source + ": " + (reason == Reason.CALL_SPACING ? period + " apart" : calls + " calls in " + period);
        }

        /** The first moment at or after {@code at} at which one more call keeps to the cap. */
        Instant earliest(List<Instant> latestFirst, Instant at) {
            if (latestFirst.size() < calls) {
                return at;
            }
            Instant free = latestFirst.get(calls - 1).plus(period);
            return free.isAfter(at) ? free : at;
        }
    }
}
