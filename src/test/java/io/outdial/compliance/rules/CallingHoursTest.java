package io.outdial.compliance.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallingHoursTest {

    @ParameterizedTest
    @CsvSource({
        // from, to, days, zone, instant, open
        "09:00, 21:00, , Asia/Riyadh, 2026-12-01T05:59:59Z, false",
        "09:00, 21:00, , Asia/Riyadh, 2026-12-01T06:00:00Z, true",
        "09:00, 21:00, , Asia/Riyadh, 2026-12-01T17:59:59Z, true",
        "09:00, 21:00, , Asia/Riyadh, 2026-12-01T18:00:00Z, false",
        "09:00, 21:00, , Asia/Kolkata, 2026-12-01T03:29:59Z, false",
        "09:00, 21:00, , Asia/Kolkata, 2026-12-01T03:30:00Z, true",
        "20:00, 24:00, , UTC, 2026-12-01T23:59:59Z, true",
        "20:00, 24:00, , UTC, 2026-12-02T00:00:00Z, false",
        // Begins on Friday and ends on Saturday.
        "22:00, 02:00, fri, UTC, 2026-12-04T21:59:59Z, false",
        "22:00, 02:00, fri, UTC, 2026-12-04T22:00:00Z, true",
        "22:00, 02:00, fri, UTC, 2026-12-05T01:59:59Z, true",
        "22:00, 02:00, fri, UTC, 2026-12-05T02:00:00Z, false",
        "22:00, 02:00, fri, UTC, 2026-12-04T01:00:00Z, false",
        // New York springs forward on 2026-03-08: 02:00 to 03:00 is never shown.
        "02:00, 03:00, , America/New_York, 2026-03-08T06:59:59Z, false",
        "02:00, 03:00, , America/New_York, 2026-03-08T07:00:00Z, false",
        "03:00, 04:00, , America/New_York, 2026-03-08T07:00:00Z, true",
        // It falls back on 2026-11-01: 01:00 to 02:00 is shown twice.
        "01:00, 02:00, , America/New_York, 2026-11-01T05:00:00Z, true",
        "01:00, 02:00, , America/New_York, 2026-11-01T06:59:59Z, true",
        "01:00, 02:00, , America/New_York, 2026-11-01T07:00:00Z, false",
        "01:00, 02:00, , Europe/London, 2026-03-29T01:00:00Z, false",
        "02:00, 03:00, , Europe/London, 2026-03-29T01:00:00Z, true",
        "01:00, 02:00, , Europe/London, 2026-10-25T00:00:00Z, true",
        "01:00, 02:00, , Europe/London, 2026-10-25T01:59:59Z, true",
        // In all zones, not in one of them.
        "08:00, 21:00, , America/New_York|America/Los_Angeles, 2026-12-01T15:59:59Z, false",
        "08:00, 21:00, , America/New_York|America/Los_Angeles, 2026-12-01T16:00:00Z, true",
        "08:00, 21:00, , America/New_York|America/Los_Angeles, 2026-12-02T02:00:00Z, false",
    })
    void isOpenByTheWallClock(String from, String to, String day, String zones, String now, boolean open) {
        WeeklyWindow window = WeeklyWindow.of(day == null ? null : List.of(day), from, to);
        assertThat(hours(window).isOpen(Instant.parse(now), Zones.parse(zones))).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "09:00, 21:00, Asia/Riyadh, 2026-12-01T18:00:00Z, 2026-12-02T06:00:00Z",
        "09:00, 21:00, Asia/Riyadh, 2026-12-01T06:00:00.5Z, 2026-12-01T06:00:00.5Z",
        "22:00, 02:00, UTC, 2026-12-01T02:00:00Z, 2026-12-01T22:00:00Z",
        // The window's beginning is skipped; it opens when the clock jumps into it.
        "02:30, 05:00, America/New_York, 2026-03-08T06:00:00Z, 2026-03-08T07:00:00Z",
        // The window lies in the skipped hour: it is not open that day at all.
        "02:00, 03:00, America/New_York, 2026-03-08T06:00:00Z, 2026-03-09T06:00:00Z",
        // The clock goes back into the window.
        "00:30, 01:30, America/New_York, 2026-11-01T05:45:00Z, 2026-11-01T06:00:00Z",
        "08:00, 21:00, America/New_York|America/Los_Angeles, 2026-12-01T13:00:00Z, 2026-12-01T16:00:00Z",
    })
    void nextOpenIsTheFirstOpenMoment(String from, String to, String zones, String now, String next) {
        assertThat(hours(WeeklyWindow.of(null, from, to)).nextOpen(Instant.parse(now), Zones.parse(zones)))
                .contains(Instant.parse(next));
    }

    @Test
    void quietTimesAndHolidaysClose() {
        CallingHours hours = new CallingHours(
                List.of(WeeklyWindow.of(null, "09:00", "21:00")),
                List.of(WeeklyWindow.of(null, "12:00", "13:00")),
                Set.of(LocalDate.parse("2026-12-02")));
        List<ZoneId> utc = Zones.parse("UTC");
        assertThat(hours.isOpen(Instant.parse("2026-12-01T11:59:59Z"), utc)).isTrue();
        assertThat(hours.isOpen(Instant.parse("2026-12-01T12:00:00Z"), utc)).isFalse();
        assertThat(hours.nextOpen(Instant.parse("2026-12-01T12:00:00Z"), utc))
                .contains(Instant.parse("2026-12-01T13:00:00Z"));
        assertThat(hours.nextOpen(Instant.parse("2026-12-01T21:00:00Z"), utc))
                .contains(Instant.parse("2026-12-03T09:00:00Z"));
    }

    @Test
    void nothingKnownIsClosed() {
        Instant now = Instant.parse("2026-12-01T12:00:00Z");
        CallingHours always = hours(WeeklyWindow.ALWAYS);
        assertThat(always.isOpen(now, Zones.parse("UTC"))).isTrue();
        assertThat(always.isOpen(now, Zones.parse(null))).isFalse();
        assertThat(always.isOpen(now, Zones.parse("UTC|Mars/Olympus"))).isFalse();
        assertThat(always.nextOpen(now, List.of())).isEmpty();
        assertThat(new CallingHours(List.of(), List.of(), Set.of()).nextOpen(now, Zones.parse("UTC")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9:00, 10:00", "09:00, 24:01", "24:00, 10:00", "09:00, 09:00", "09:60, 10:00", "'', 10:00"})
    void aWindowThatIsNoneIsRefused(String from, String to) {
        assertThatThrownBy(() -> WeeklyWindow.of(null, from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> WeeklyWindow.of(List.of("noday"), "09:00", "10:00"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CallingHours hours(WeeklyWindow window) {
        return new CallingHours(List.of(window), List.of(), Set.of());
    }
}
