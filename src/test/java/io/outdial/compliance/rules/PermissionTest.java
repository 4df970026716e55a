package io.outdial.compliance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.CallRules.Hours;
import io.outdial.compliance.rules.CallRules.Registry;
import io.outdial.compliance.rules.Permission.Granted;
import io.outdial.compliance.rules.Permission.Never;
import io.outdial.compliance.rules.Permission.NotBefore;
import io.outdial.compliance.rules.Permission.Step;
import io.outdial.compliance.rules.Permission.Walk;
import io.outdial.kernel.PreferredTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision, rule by rule, a second before and after each edge. */
class PermissionTest {

    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z"); // a Tuesday
    private static final List<ZoneId> UTC = List.of(ZoneId.of("UTC"));

    /** Calls from 9 to 21 on the person's clock. The instants were computed by another time zone library. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Riyadh, 2026-12-01T06:00:00Z, 2026-12-01T18:00:00Z",
        "Asia/Kolkata, 2026-12-01T03:30:00Z, 2026-12-01T15:30:00Z",
        "Asia/Kathmandu, 2026-12-01T03:15:00Z, 2026-12-01T15:15:00Z",
        "Asia/Tehran, 2026-07-01T05:30:00Z, 2026-07-01T17:30:00Z",
        "America/St_Johns, 2026-12-01T12:30:00Z, 2026-12-02T00:30:00Z",
        "America/St_Johns, 2026-07-01T11:30:00Z, 2026-07-01T23:30:00Z",
        "Pacific/Chatham, 2026-11-30T19:15:00Z, 2026-12-01T07:15:00Z",
        "Pacific/Chatham, 2026-06-30T20:15:00Z, 2026-07-01T08:15:00Z",
        "Pacific/Kiritimati, 2026-11-30T19:00:00Z, 2026-12-01T07:00:00Z",
        "Pacific/Pago_Pago, 2026-12-01T20:00:00Z, 2026-12-02T08:00:00Z",
        "Pacific/Apia, 2026-11-30T20:00:00Z, 2026-12-01T08:00:00Z",
        "America/New_York, 2026-12-01T14:00:00Z, 2026-12-02T02:00:00Z",
        "America/New_York, 2026-07-01T13:00:00Z, 2026-07-02T01:00:00Z",
        "Europe/London, 2026-12-01T09:00:00Z, 2026-12-01T21:00:00Z",
        "Europe/London, 2026-07-01T08:00:00Z, 2026-07-01T20:00:00Z",
        "Australia/Lord_Howe, 2026-11-30T22:00:00Z, 2026-12-01T10:00:00Z",
        "Australia/Lord_Howe, 2026-06-30T22:30:00Z, 2026-07-01T10:30:00Z",
        "Australia/Adelaide, 2026-11-30T22:30:00Z, 2026-12-01T10:30:00Z",
        "Pacific/Auckland, 2026-11-30T20:00:00Z, 2026-12-01T08:00:00Z",
        // The whole window in both zones: from the later beginning to the earlier end.
        "America/New_York|America/Los_Angeles, 2026-12-01T17:00:00Z, 2026-12-02T02:00:00Z",
        "Pacific/Apia|Asia/Riyadh, 2026-12-01T06:00:00Z, 2026-12-01T08:00:00Z",
    })
    void aWindowHoldsOnThePersonsClock(String zones, Instant opens, Instant closes) {
        CallRules rules = CallRules.of(hours("09:00", "21:00"));
        Facts facts = in(Zones.parse(zones));
        assertReason(rules, facts, opens.minusSeconds(1), Reason.CALLING_WINDOW, opens);
        assertGranted(rules, facts, opens);
        assertGranted(rules, facts, closes.minusSeconds(1));
        assertThat(((Granted) Permission.at(rules, facts, closes.minusSeconds(1))).validUntil())
                .isEqualTo(closes);
        assertThat(Permission.at(rules, facts, closes)).isInstanceOf(NotBefore.class);
    }

    /** Between 1:00 and 2:30 in the night in which clocks change. */
    @ParameterizedTest
    @CsvSource({
        // Lord Howe's clock goes from 2:00 to 2:30: the window ends half an hour early.
        "Australia/Lord_Howe, 2026-10-03T15:29:59Z, true",
        "Australia/Lord_Howe, 2026-10-03T15:30:00Z, false",
        // In autumn it shows 1:30 to 2:00 twice; 2:30 comes two hours and a half after 1:00.
        "Australia/Lord_Howe, 2026-04-04T13:59:59Z, false",
        "Australia/Lord_Howe, 2026-04-04T14:00:00Z, true",
        "Australia/Lord_Howe, 2026-04-04T15:59:59Z, true",
        "Australia/Lord_Howe, 2026-04-04T16:00:00Z, false",
        "America/New_York, 2026-03-08T06:59:59Z, true",
        "America/New_York, 2026-03-08T07:00:00Z, false",
        "America/New_York, 2026-11-01T04:59:59Z, false",
        "America/New_York, 2026-11-01T05:00:00Z, true",
        "America/New_York, 2026-11-01T07:29:59Z, true",
        "America/New_York, 2026-11-01T07:30:00Z, false",
        "Pacific/Auckland, 2026-09-26T13:59:59Z, true",
        "Pacific/Auckland, 2026-09-26T14:00:00Z, false",
        "Pacific/Auckland, 2026-04-04T12:00:00Z, true",
        "Pacific/Auckland, 2026-04-04T14:29:59Z, true",
        "Pacific/Auckland, 2026-04-04T14:30:00Z, false",
        "Europe/London, 2026-03-29T01:29:59Z, true",
        "Europe/London, 2026-03-29T01:30:00Z, false",
    })
    void clockChangesAreTheWallClocks(String zone, Instant at, boolean granted) {
        CallRules rules = CallRules.of(hours("01:00", "02:30"));
        assertThat(Permission.at(rules, in(Zones.parse(zone)), at) instanceof Granted)
                .isEqualTo(granted);
    }

    @Test
    void whatForbidsForGoodComesFirstAndInOrder() {
        CallRules rules = rules(Set.of("us-national"), true, List.of(), List.of());
        Facts worst =
                new Facts(false, false, Set.of("opt_out", "tenant"), true, true, null, List.of(), List.of(), List.of());
        assertNever(rules, worst, Reason.CUSTOMER_ERASED);
        Facts exists =
                new Facts(true, false, Set.of("opt_out", "tenant"), true, true, null, List.of(), List.of(), List.of());
        assertNever(rules, exists, Reason.OPT_OUT);
        assertNever(rules, listed("tenant"), Reason.DO_NOT_CALL);
        assertNever(rules, listed("us-national"), Reason.DO_NOT_CALL);
        assertGranted(rules(Set.of(), true, List.of(), List.of()), listed("us-national"), NOON);
        Facts forbidden = new Facts(true, true, Set.of(), true, false, Instant.MAX, UTC, List.of(), List.of());
        assertNever(rules, forbidden, Reason.DO_NOT_CALL);
        Facts invalid = new Facts(true, false, Set.of(), false, false, Instant.MAX, UTC, List.of(), List.of());
        assertNever(rules, invalid, Reason.INVALID_PHONE);
    }

    @Test
    void aConsentThatIsNeededIsInForce() {
        CallRules needed = rules(Set.of(), true, List.of(), List.of());
        assertNever(needed, consentUntil(null), Reason.NO_CONSENT);
        assertGranted(needed, consentUntil(NOON.plusSeconds(1)), NOON);
        assertThat(((Granted) Permission.at(needed, consentUntil(NOON.plusSeconds(1)), NOON)).validUntil())
                .isEqualTo(NOON.plusSeconds(1));
        assertNever(needed, consentUntil(NOON), Reason.NO_CONSENT);
        assertGranted(rules(Set.of(), false, List.of(), List.of()), consentUntil(null), NOON);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, 2026-12-01T12:00:00Z, false",
                "2026-10-31, 2026-12-01T23:59:59Z, true",
                "2026-10-31, 2026-12-02T00:00:00Z, false"
            })
    void aRegistryIsRecent(LocalDate dated, Instant at, boolean fresh) {
        CallRules rules = rules(
                Set.of("us-national"), false, List.of(new Registry("us-tcpa", "us-national", 31, dated)), List.of());
        if (fresh) {
            assertThat(((Granted) Permission.at(rules, in(UTC), at)).validUntil())
                    .isEqualTo(at.plusSeconds(1));
        } else {
            assertThat(Permission.at(rules, in(UTC), at))
                    .isEqualTo(new NotBefore(
                            null, Reason.REGISTRY_STALE, "us-tcpa: the list us-national at most 31 days old"));
        }
    }

    @Test
    void aPackThatIsNotAllowedAnyMoreBlocks() {
        CallRules rules = new CallRules("none", false, null, Set.of(), null, List.of(), List.of(), List.of());
        assertReason(rules, in(UTC), NOON, Reason.REGULATION_NOT_ALLOWED, null);
    }

    @Test
    void nobodyIsCalledOnAGuess() {
        CallRules rules = CallRules.of(CallingHours.ALWAYS);
        assertReason(rules, in(List.of()), NOON, Reason.UNKNOWN_TIME_ZONE, null);
        assertReason(rules, in(Zones.parse("UTC|Mars/Olympus")), NOON, Reason.UNKNOWN_TIME_ZONE, null);
    }

    @Test
    void oneCallAtATimeToANumber() {
        Facts busy = new Facts(true, true, Set.of(), false, true, null, UTC, List.of(), List.of());
        assertReason(
                CallRules.of(CallingHours.ALWAYS),
                busy,
                NOON,
                Reason.NUMBER_IN_USE,
                NOON.plus(Permission.BUSY_WITH_US));
    }

    @Test
    void aCapRolls() {
        CallRules rules = rules(Set.of(), false, List.of(), List.of(new Cap("tenant", 3, Duration.ofHours(24))));
        Instant first = NOON.minus(Duration.ofHours(24));
        Facts three = called(NOON.minusSeconds(60), NOON.minusSeconds(3600), first);
        assertReason(rules, three, NOON.minusSeconds(1), Reason.FREQUENCY_CAP, NOON);
        assertGranted(rules, three, NOON);
        assertGranted(rules, called(NOON.minusSeconds(60), NOON.minusSeconds(3600)), NOON);
    }

    @Test
    void theStrictestCapSetsTheMoment() {
        CallRules rules = rules(
                Set.of(),
                false,
                List.of(),
                List.of(new Cap("us-fl", 3, Duration.ofHours(24)), new Cap("tenant", 4, Duration.ofDays(7))));
        Facts four = called(
                NOON.minusSeconds(10),
                NOON.minusSeconds(20),
                NOON.minus(Duration.ofHours(23)),
                NOON.minus(Duration.ofDays(5)));
        Walk walk = Permission.walk(rules, four, NOON);
        assertThat(walk.steps())
                .containsExactly(
                        new Step(Reason.FREQUENCY_CAP, "us-fl: 3 calls in PT24H", NOON, NOON.plus(Duration.ofHours(1))),
                        new Step(
                                Reason.FREQUENCY_CAP,
                                "tenant: 4 calls in PT168H",
                                NOON.plus(Duration.ofHours(1)),
                                NOON.plus(Duration.ofDays(2))));
        assertThat(walk.at()).isEqualTo(NOON.plus(Duration.ofDays(2)));
        assertThat(walk.end()).isInstanceOf(Granted.class);
    }

    @Test
    void aCallThatAClockWhichIsAheadDatedTomorrowIsOneOfToday() {
        CallRules rules = new CallRules("none", true, null, Set.of(), null, List.of(), List.of(), List.of(), 1);
        Instant midnight = Instant.parse("2026-12-02T00:00:00Z");
        Facts once = called(midnight.plusSeconds(20));
        assertReason(rules, once, midnight.minusSeconds(20), Reason.MAX_ATTEMPTS_PER_DAY, midnight);
    }

    @Test
    void callsKeepTheirSpacing() {
        CallRules rules = rules(Set.of(), false, List.of(), List.of(Cap.spacing("tenant", Duration.ofHours(4))));
        Facts once = called(NOON.minus(Duration.ofHours(4)));
        assertReason(rules, once, NOON.minusSeconds(1), Reason.CALL_SPACING, NOON);
        assertGranted(rules, once, NOON);
    }

    @Test
    void everyonesHoursCountAndEachIsNamed() {
        CallRules rules = new CallRules(
                "us-tcpa",
                true,
                null,
                Set.of(),
                null,
                List.of(),
                List.of(),
                List.of(
                        new Hours("us-tcpa", Reason.REGULATORY_WINDOW, hours("08:00", "21:00")),
                        new Hours("tenant", Reason.TENANT_WINDOW, hours("10:00", "20:00")),
                        new Hours(
                                "campaign",
                                Reason.CALLING_WINDOW,
                                new CallingHours(
                                        List.of(WeeklyWindow.of(null, "09:00", "21:00")),
                                        List.of(WeeklyWindow.of(null, "11:00", "14:00")),
                                        Set.of(LocalDate.parse("2026-12-02"))))));
        Facts evenings = new Facts(
                true,
                true,
                Set.of(),
                false,
                false,
                null,
                UTC,
                WeeklyWindow.of(PreferredTimes.parse("mon-wed 12:00-18:00")),
                List.of());
        Walk walk = Permission.walk(rules, evenings, Instant.parse("2026-12-01T18:00:00Z"));
        assertThat(walk.steps())
                .containsExactly(
                        step(Reason.CUSTOMER_WINDOW, "customer", "2026-12-01T18:00:00Z", "2026-12-02T12:00:00Z"),
                        step(Reason.HOLIDAY, "campaign", "2026-12-02T12:00:00Z", "2026-12-03T09:00:00Z"),
                        step(Reason.TENANT_WINDOW, "tenant", "2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z"),
                        step(Reason.CUSTOMER_WINDOW, "customer", "2026-12-03T10:00:00Z", "2026-12-07T12:00:00Z"),
                        step(Reason.DO_NOT_DISTURB, "campaign", "2026-12-07T12:00:00Z", "2026-12-07T14:00:00Z"));
        assertThat(walk.at()).isEqualTo(Instant.parse("2026-12-07T14:00:00Z"));
        assertThat(walk.end()).isInstanceOf(Granted.class);
    }

    @Test
    void hoursThatNeverMeetAreSaid() {
        CallRules never = new CallRules(
                "none",
                true,
                null,
                Set.of(),
                null,
                List.of(),
                List.of(),
                List.of(
                        new Hours("tenant", Reason.TENANT_WINDOW, hours("09:00", "12:00")),
                        new Hours("campaign", Reason.CALLING_WINDOW, hours("13:00", "17:00"))));
        Walk walk = Permission.walk(never, in(UTC), NOON);
        assertThat(walk.end()).isEqualTo(new NotBefore(null, Reason.NO_CALLING_WINDOW, "the next 35 days"));
    }

    @Test
    void aWalkEndsAtWhatForbidsForGood() {
        Walk walk = Permission.walk(rules(Set.of(), true, List.of(), List.of()), consentUntil(null), NOON);
        assertThat(walk.steps()).isEmpty();
        assertThat(walk.end()).isInstanceOf(Never.class);
    }

    private static Step step(Reason reason, String rule, String before, String after) {
        return new Step(reason, rule, Instant.parse(before), Instant.parse(after));
    }

    private static CallRules rules(Set<String> lists, boolean consent, List<Registry> registries, List<Cap> caps) {
        ConsentStandard standard = consent ? ConsentStandard.EXPRESS : null;
        return new CallRules("none", true, "up_sell", lists, standard, registries, caps, List.of());
    }

    private static CallingHours hours(String from, String to) {
        return new CallingHours(List.of(WeeklyWindow.of(null, from, to)), List.of(), Set.of());
    }

    private static Facts in(List<ZoneId> zones) {
        return new Facts(true, true, Set.of(), false, false, null, zones, List.of(), List.of());
    }

    private static Facts listed(String list) {
        return new Facts(true, true, Set.of(list), false, false, Instant.MAX, UTC, List.of(), List.of());
    }

    private static Facts consentUntil(Instant until) {
        return new Facts(true, true, Set.of(), false, false, until, UTC, List.of(), List.of());
    }

    private static Facts called(Instant... latestFirst) {
        return new Facts(
                true, true, Set.of(), false, false, null, UTC, List.of(), new ArrayList<>(List.of(latestFirst)));
    }

    private static void assertGranted(CallRules rules, Facts facts, Instant at) {
        assertThat(Permission.at(rules, facts, at)).isInstanceOf(Granted.class);
    }

    private static void assertNever(CallRules rules, Facts facts, Reason reason) {
        assertThat(Permission.at(rules, facts, NOON))
                .isInstanceOfSatisfying(
                        Never.class, never -> assertThat(never.reason()).isEqualTo(reason));
        assertThat(reason.isFinal()).isTrue();
    }

    private static void assertReason(CallRules rules, Facts facts, Instant at, Reason reason, Instant until) {
        assertThat(Permission.at(rules, facts, at)).isInstanceOfSatisfying(NotBefore.class, wait -> {
            assertThat(wait.reason()).isEqualTo(reason);
            assertThat(wait.until()).isEqualTo(until);
        });
        assertThat(reason.isFinal()).isFalse();
    }
}
