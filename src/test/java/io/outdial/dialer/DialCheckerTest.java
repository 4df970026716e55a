package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.dialer.DialChecker.Call;
import io.outdial.dialer.DialChecker.CampaignRules;
import io.outdial.dialer.DialChecker.Hours;
import io.outdial.dialer.DialChecker.TenantRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker sees every kind of violation: one that finds nothing would prove nothing. */
class DialCheckerTest {

    private static final ZoneId RIYADH = ZoneId.of("Asia/Riyadh");
    private static final Instant TEN = Instant.parse("2026-11-02T07:00:00Z");
    private static final CampaignRules RULES = new CampaignRules(
            2,
            4,
            5,
            6,
            RIYADH,
            new BigDecimal("3"),
            2,
            1,
            Map.of("busy", 600),
            List.of(new Hours(Set.of(1), 540, 1260)),
            List.of(new Hours(Set.of(1, 2, 3, 4, 5, 6, 7), 720, 780)));

    private final List<Call> calls = new ArrayList<>();

    @Test
    void whatKeepsToEverythingIsNotBlamed() {
        call("a", 0, 60, "busy", "none");
        call("b", 1, 60, "answered_human", "booked");
        assertThat(found()).isEmpty();
    }

    @Test
    void callsAtOnce() {
        call("a", 0, 60, "busy", "none");
        call("b", 1, 60, "busy", "none");
        call("c", 2, 60, "busy", "none");
        assertThat(found()).anyMatch(each -> each.contains("calls at once"));
    }

    @Test
    void callsInAMinuteAndInASecond() {
        for (int i = 0; i < 5; i++) {
            call("p" + i, i, 0, "busy", "none");
        }
        assertThat(found()).anyMatch(each -> each.contains("minute began 5"));
        calls.clear();
        for (int i = 0; i < 4; i++) {
            call("p" + i, 0, 0, "busy", "none");
        }
        assertThat(found()).anyMatch(each -> each.contains("second began 4"));
    }

    @Test
    void callsInAnHourAndOnADay() {
        for (int i = 0; i < 7; i++) {
            call("p" + i, i * 300, 1, "busy", "none");
        }
        assertThat(found()).anyMatch(each -> each.contains("hour began 6")).anyMatch(each -> each.contains("saw 7"));
    }

    @Test
    void moneyBeyondTheBudget() {
        calls.add(made("a", "a", 0, 60, "busy", "none", "3.01"));
        assertThat(found()).anyMatch(each -> each.contains("spent 3.01"));
    }

    @Test
    void callsOutsideTheHours() {
        call("a", -3601, 60, "busy", "none");
        call("b", 2 * 3600, 60, "busy", "none");
        call("c", 11 * 3600, 60, "busy", "none");
        assertThat(found()).filteredOn(each -> each.contains("called")).hasSize(3);
    }

    @Test
    void tooManyAttemptsTooSoonOnOneDayAndAfterTheEnd() {
        call("a", 0, 60, "busy", "none");
        call("a", 300, 60, "answered_human", "declined");
        call("a", 3600, 60, "busy", "none");
        assertThat(found())
                .anyMatch(each -> each.contains("was called 3 times"))
                .anyMatch(each -> each.contains("before"))
                .anyMatch(each -> each.contains("once more"))
                .anyMatch(each -> each.contains("again after answered_human"));
    }

    @Test
    void forbiddenNumbersAndThoseWhoSaidNo() {
        call("forbidden", 0, 60, "busy", "none");
        calls.add(made("x", "shared", 100, 60, "answered_human", "opted_out", "0"));
        calls.add(made("y", "shared", 300, 60, "busy", "none", "0"));
        assertThat(found())
                .anyMatch(each -> each.contains("is on a list"))
                .anyMatch(each -> each.contains("opted out and was called again"));
    }

    private void call(String person, int second, int lasting, String outcome, String disposition) {
        calls.add(made(person, person, second, lasting, outcome, disposition, "0"));
    }

    private Call made(
            String person, String phone, int second, int lasting, String outcome, String disposition, String cost) {
        Instant at = TEN.plusSeconds(second);
        return new Call(
                "" + calls.size(),
                "c",
                person,
                phone,
                List.of(RIYADH),
                at,
                at,
                at.plusSeconds(lasting),
                outcome,
                disposition,
                new BigDecimal(cost),
                false);
    }

    private List<String> found() {
        return new DialChecker(new TenantRules(10, 3, 100, RIYADH), Map.of("c", RULES), Set.of("forbidden"))
                .violations(calls);
    }
}
