package io.outdial.campaign;

import io.outdial.campaign.CampaignSpec.CallSettings;
import io.outdial.campaign.CampaignSpec.Retry;
import io.outdial.compliance.HolidayCalendar;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TimeZones;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for every document, also a draft's: values that mean something, however incomplete. */
@ApplicationScoped
class SpecRules {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(3660);

    private final Validator validator;

    SpecRules(Validator validator) {
        this.validator = validator;
    }

    /** @throws RuntimeException that becomes 400 with a pointer to every wrong value */
    CampaignSpec require(CampaignSpec spec) {
        Set<ConstraintViolation<CampaignSpec>> violations = validator.validate(spec);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        List<FieldError> errors = new ArrayList<>();
        times(spec, errors);
        if (spec.calls() != null) {
            calls(spec.calls(), errors);
        }
        if (spec.quality() != null) {
            between(
                    "/quality/windowDuration",
                    spec.quality().windowDuration(),
                    Duration.ofMinutes(1),
                    Duration.ofDays(90),
                    errors);
        }
        if (spec.performance() != null) {
            between(
                    "/performance/attributionWindow",
                    spec.performance().attributionWindow(),
                    Duration.ofMinutes(1),
                    Duration.ofDays(366),
                    errors);
            dispositions("/performance/success", spec.performance().success(), errors);
            dispositions("/performance/conversion", spec.performance().conversion(), errors);
        }
        if (!errors.isEmpty()) {
            String detail = errors.size() == 1 ? errors.get(0).detail() : errors.size() + " values are not acceptable.";
            throw new Problem(ProblemType.VALIDATION_FAILED, detail, errors);
        }
        return spec;
    }

    private static void times(CampaignSpec spec, List<FieldError> errors) {
        instant("/startAt", spec.startAt(), errors);
        instant("/endAt", spec.endAt(), errors);
        if (spec.endAt() != null && spec.duration() != null) {
            errors.add(new FieldError("/duration", "exclusive", "Say endAt or duration, not both."));
        }
        if (spec.startAt() != null && spec.endAt() != null && !spec.endAt().isAfter(spec.startAt())) {
            errors.add(new FieldError("/endAt", "out_of_order", "endAt must be after startAt."));
        }
        between("/duration", spec.duration(), Duration.ofMinutes(1), LONGEST, errors);
        if (spec.timeZone() != null && !TimeZones.isName(spec.timeZone())) {
            errors.add(
                    new FieldError("/timeZone", "unknown_time_zone", "There is no time zone " + spec.timeZone() + "."));
        }
    }

    private static void calls(CallSettings calls, List<FieldError> errors) {
        windows("/calls/windows", calls.windows(), errors);
        windows("/calls/doNotDisturb", calls.doNotDisturb(), errors);
        try {
            HolidayCalendar.dates(calls.holidays());
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/calls/holidays", "invalid", e.getMessage()));
        }
        between("/calls/ringTimeout", calls.ringTimeout(), Duration.ofSeconds(5), Duration.ofSeconds(300), errors);
        Retry retry = calls.retry();
        for (Map.Entry<String, Duration> interval : (retry == null || retry.intervals() == null
                        ? Map.<String, Duration>of()
                        : retry.intervals())
                .entrySet()) {
            String pointer = "/calls/retry/intervals/" + interval.getKey();
            if (!interval.getKey().equals("default") && !isOutcome(interval.getKey())) {
                errors.add(
                        new FieldError(pointer, "unknown_outcome", "There is no outcome " + interval.getKey() + "."));
            }
            between(pointer, interval.getValue(), Duration.ofSeconds(1), Duration.ofDays(366), errors);
        }
        List<String> stops = retry == null || retry.stopOn() == null ? List.of() : retry.stopOn();
        for (int i = 0; i < stops.size(); i++) {
            if (!isOutcome(stops.get(i))) {
                errors.add(new FieldError(
                        "/calls/retry/stopOn/" + i, "unknown_outcome", "There is no outcome " + stops.get(i) + "."));
            }
        }
    }

    private static void dispositions(String pointer, List<String> words, List<FieldError> errors) {
        for (int i = 0; words != null && i < words.size(); i++) {
            String word = words.get(i);
            if (Coded.find(Disposition.class, word).isEmpty()) {
                errors.add(new FieldError(
                        pointer + "/" + i, "unknown_disposition", "There is no disposition " + word + "."));
            }
        }
    }

    private static boolean isOutcome(String word) {
        return Coded.find(Outcome.class, word).isPresent();
    }

    private static void windows(String pointer, List<CampaignSpec.Window> windows, List<FieldError> errors) {
        for (int i = 0; windows != null && i < windows.size(); i++) {
            try {
                windows.get(i).rule();
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(pointer + "/" + i, "invalid", e.getMessage()));
            }
        }
    }

    private static void instant(String pointer, Instant at, List<FieldError> errors) {
        if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
            errors.add(new FieldError(pointer, "out_of_range", "The moment must lie between 2000 and 2200."));
        }
    }

    private static void between(
            String pointer, Duration value, Duration least, Duration most, List<FieldError> errors) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            errors.add(new FieldError(
                    pointer, "out_of_range", "The duration must lie between " + least + " and " + most + "."));
        }
    }
}
