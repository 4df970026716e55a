package io.outdial.compliance;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.WeeklyWindow;
import io.outdial.platform.Problem.FieldError;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tenant asks of all its campaigns, on top of their regulatory packs. Whatever is absent asks nothing.
 *
 * @param windows hours in which calls are allowed, on the called person's clock; at any hour when absent
 * @param holidays ISO dates, or country codes that stand for a country's public holidays
 * @param requireConsent whether every campaign needs a consent on record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantRules(
        @Size(max = 50) List<@NotNull @Valid Window> windows,
        @Size(max = 50) List<@NotNull @Valid Window> doNotDisturb,
        @Size(max = 400) List<@NotBlank @Size(max = 10) String> holidays,
        Boolean requireConsent,
        @Valid Frequency frequency) {

    static final TenantRules NOTHING = new TenantRules(null, null, null, null, null);

    /**
     * Hours of some days of the week, in the called person's zone.
     *
     * @param days {@code mon} to {@code sun}, {@code weekend-SA} or {@code weekdays-SA}; every day when absent
     * @param from {@code HH:MM}, included
     * @param to {@code HH:MM}, excluded; {@code 24:00} is allowed, and less than {@code from} crosses midnight
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TenantCallingWindow")
    public record Window(
            @Size(min = 1, max = 7) List<@NotNull @Size(max = 12) String> days,
            @NotNull @Size(max = 5) String from,
            @NotNull @Size(max = 5) String to) {

        /** @throws IllegalArgumentException with a sentence */
        WeeklyWindow rule() {
            return WeeklyWindow.of(days == null ? null : Weekends.expand(days), from, to);
        }
    }

    /**
     * How often a number may be called, by all campaigns of the tenant together, in periods that roll.
     *
     * @param spacing from the beginning of a call to the beginning of the next
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FrequencyCaps")
    public record Frequency(
            @Min(1) @Max(1000) Integer per24Hours,
            @Min(1) @Max(1000) Integer per7Days,
            @Min(1) @Max(1000) Integer per30Days,
            Duration spacing) {}

    /** Null when there are none. */
    CallingHours hours() {
        if (isEmpty(windows) && isEmpty(doNotDisturb) && isEmpty(holidays)) {
            return null;
        }
        List<WeeklyWindow> open = isEmpty(windows) ? List.of(WeeklyWindow.ALWAYS) : rules(windows);
        return new CallingHours(
                open, isEmpty(doNotDisturb) ? List.of() : rules(doNotDisturb), HolidayCalendar.dates(holidays));
    }

    List<Cap> caps() {
        List<Cap> caps = new ArrayList<>();
        if (frequency != null) {
            cap(caps, frequency.per24Hours, Duration.ofHours(24));
            cap(caps, frequency.per7Days, Duration.ofDays(7));
            cap(caps, frequency.per30Days, Duration.ofDays(30));
            if (frequency.spacing != null) {
                caps.add(Cap.spacing("tenant", frequency.spacing));
            }
        }
        return caps;
    }

    @JsonIgnore
    boolean needsConsent() {
        return Boolean.TRUE.equals(requireConsent);
    }

    /** What is wrong with it beyond sizes and ranges. */
    List<FieldError> errors(Instant now) {
        List<FieldError> errors = new ArrayList<>();
        windows("/windows", windows, errors);
        windows("/doNotDisturb", doNotDisturb, errors);
        try {
            HolidayCalendar.dates(holidays);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/holidays", "invalid", e.getMessage()));
        }
        frequency(errors);
        if (errors.isEmpty()
                && hours() != null
                && hours().nextOpen(now, List.of(ZoneOffset.UTC)).isEmpty()) {
            errors.add(new FieldError("/windows", "never_opens", "These hours never open: no window is left."));
        }
        return errors;
    }

    private void frequency(List<FieldError> errors) {
        if (frequency == null) {
            return;
        }
        atMost(errors, "/frequency/per24Hours", frequency.per24Hours, "per7Days", frequency.per7Days);
        atMost(errors, "/frequency/per24Hours", frequency.per24Hours, "per30Days", frequency.per30Days);
        atMost(errors, "/frequency/per7Days", frequency.per7Days, "per30Days", frequency.per30Days);
        Duration spacing = frequency.spacing;
        if (spacing != null && (spacing.toSeconds() < 1 || spacing.compareTo(Duration.ofDays(30)) > 0)) {
            errors.add(new FieldError(
                    "/frequency/spacing", "out_of_range", "The spacing must lie between PT1S and PT720H."));
        }
    }

    private static void atMost(
            List<FieldError> errors, String pointer, Integer shorter, String longerName, Integer longer) {
        if (shorter != null && longer != null && shorter > longer) {
            errors.add(new FieldError(
                    pointer, "contradicts", "More calls than " + longerName + " allows can never be made."));
        }
    }

    private static void cap(List<Cap> caps, Integer calls, Duration period) {
        if (calls != null) {
            caps.add(new Cap("tenant", calls, period));
        }
    }

    private static void windows(String pointer, List<Window> windows, List<FieldError> errors) {
        for (int i = 0; windows != null && i < windows.size(); i++) {
            try {
                windows.get(i).rule();
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(pointer + "/" + i, "invalid", e.getMessage()));
            }
        }
    }

    private static List<WeeklyWindow> rules(List<Window> windows) {
        return windows.stream().map(Window::rule).toList();
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }
}
