package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.outdial.audience.Audience;
import io.outdial.compliance.CallingPolicy;
import io.outdial.compliance.HolidayCalendar;
import io.outdial.compliance.Objective;
import io.outdial.compliance.Weekends;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.WeeklyWindow;
import io.outdial.content.Variable;
import io.outdial.kernel.Money;
import io.outdial.kernel.PhoneNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A campaign as people write it. Every field may be absent, because a draft may be incomplete; what scheduling needs is
 * {@link Readiness}'s to say. Ranges and sizes hold from the first draft on.
 *
 * @param type always {@code voice}
 * @param startAt when the clock activates a scheduled campaign; a past instant means at once
 * @param endAt when it ends whatever is left; or {@code duration} from the start, not both
 * @param timeZone IANA name, in which its days are counted; the tenant's when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignSpec(
        @NotBlank @Size(max = LONGEST_NAME) String name,

        @Pattern(regexp = "voice", message = "must be voice")
        String type,

        Objective objective,
        Instant startAt,
        Instant endAt,
        Duration duration,
        @Size(max = 60) String timeZone,
        @Valid Audience audience,
        @Valid CallSettings calls,
        @Valid ContentSettings content,
        @Valid PerformanceSettings performance,
        @Valid ComplianceSettings compliance,
        @Valid PacingSettings pacing,
        @Valid QualitySettings quality) {

    private static final int LONGEST_NAME = 200;
    private static final String COPY = " (copy)";

    /** The same for another campaign: under another name, and without the moments at which this one starts and ends. */
    CampaignSpec copy() {
        String kept = name.substring(0, Math.min(name.length(), LONGEST_NAME - COPY.length()));
        return new CampaignSpec(
                kept + COPY,
                type,
                objective,
                null,
                null,
                duration,
                timeZone,
                audience,
                calls,
                content,
                performance,
                compliance,
                pacing,
                quality);
    }

    /** What the campaign adds to the rules of its tenant and its regulatory pack. */
    CallingPolicy.OfCampaign policy() {
        return new CallingPolicy.OfCampaign(
                compliance == null ? null : compliance.regulation(),
                calls == null ? CallingHours.ALWAYS : calls.callingHours(),
                compliance == null ? null : compliance.doNotCallLists(),
                compliance != null && Boolean.TRUE.equals(compliance.requireConsent()),
                objective == null ? null : objective.code(),
                calls == null || calls.retry() == null ? null : calls.retry().maxAttemptsPerDay());
    }

    /**
     * When and how often to call.
     *
     * @param holidays ISO dates, or country codes that stand for a country's public holidays (see {@link HolidayCalendar})
     * @param priority 1 to 10, 10 first; 5 when absent
     * @param connectionId the telephony connection its calls take; when absent they go by the tenant's routes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CallSettings(
            @Size(max = 50) List<@NotNull @Valid Window> windows,
            @Size(max = 50) List<@NotNull @Valid Window> doNotDisturb,
            @Size(max = 400) List<@NotBlank @Size(max = 10) String> holidays,
            @Valid Retry retry,
            @Min(1) @Max(10) Integer priority,
            @Min(1) @Max(100_000_000) Integer maxDailyCalls,
            @Min(1) @Max(100_000) Integer maxConcurrentCalls,
            @Min(1) @Max(600_000) Integer callsPerMinute,
            @Min(1) @Max(36_000_000) Integer callsPerHour,
            Duration ringTimeout,

            @Size(max = 100)
            List<@NotBlank @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164) String> callerIds,

            UUID connectionId) {

        /**
         * The hours this campaign allows, as rules.
         *
         * @throws IllegalArgumentException with a sentence, when a window or a holiday means nothing
         */
        public CallingHours callingHours() {
            return new CallingHours(rules(windows), rules(doNotDisturb), HolidayCalendar.dates(holidays));
        }

        private static List<WeeklyWindow> rules(List<Window> windows) {
            return windows == null
                    ? List.of()
                    : windows.stream().map(Window::rule).toList();
        }
    }

    /**
     * Hours of some days of the week, in the called person's zone.
     *
     * @param days {@code mon} to {@code sun}, {@code weekend-SA} or {@code weekdays-SA}; every day when absent
     * @param from {@code HH:MM}, included
     * @param to {@code HH:MM}, excluded; {@code 24:00} is allowed, and less than {@code from} crosses midnight
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CallingWindow")
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
     * How often to try somebody.
     *
     * @param intervals until the next attempt, by outcome; {@code default} covers the outcomes not named
     * @param backoff factor by which each further interval grows; 1 when absent
     * @param jitter share by which an interval may be shorter or longer, so that what failed together is not retried together;
     *     0 when absent
     * @param differentTimeOfDay whether an unanswered call is retried in another part of the day, when no interval is given
     *     for it; yes when absent
     * @param maxAttemptsPerDay calls to one person on one day of theirs, those of other campaigns included; no limit when absent
     * @param stopOn outcomes after which the person is not tried again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RetryRules")
    public record Retry(
            @Min(1) @Max(20) Integer maxAttempts,
            @Size(max = 20) Map<@NotBlank @Size(max = 30) String, @NotNull Duration> intervals,
            @DecimalMin("1") @DecimalMax("10") Double backoff,
            @DecimalMin("0") @DecimalMax("0.5") Double jitter,
            Boolean differentTimeOfDay,
            @Min(1) @Max(20) Integer maxAttemptsPerDay,
            @Size(max = 20) List<@NotBlank @Size(max = 30) String> stopOn) {}

    /**
     * What is said.
     *
     * @param scriptVersion pinned at scheduling; the newest then when absent
     * @param variables where each placeholder of the script comes from
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContentSettings(
            UUID voiceAgentId,
            UUID scriptId,
            @Min(1) @Max(1_000_000) Integer scriptVersion,
            @Size(max = 100) Map<@NotBlank @Size(max = 100) String, @NotNull @Valid Variable> variables,
            @Valid Fallback fallback) {}

    /** What happens when the script cannot go on: a machine answers, a person is wanted, the agent is missing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ContentFallback")
    public record Fallback(
            @Size(max = 4000) String voicemailMessage,

            @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164)
            String transferTo,

            UUID voiceAgentId) {}

    /**
     * What the campaign wants to achieve, and for how much.
     *
     * @param success dispositions that count as success
     * @param conversion dispositions that count as conversion
     * @param conversionValue what a conversion is worth, when nobody says
     * @param attributionWindow how long after a conversation a conversion told from outside may be credited to it; 30 days when
     *     absent
     * @param budget cap on what calls may cost; none when absent
     * @param roiTarget least return on investment: (value of conversions − cost) / cost
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PerformanceSettings(
            @Size(max = 50) List<@NotBlank @Size(max = 60) String> success,
            @Size(max = 50) List<@NotBlank @Size(max = 60) String> conversion,
            Money conversionValue,
            Duration attributionWindow,
            Money budget,
            @DecimalMin("0") @DecimalMax("1000000") Double roiTarget) {}

    /**
     * Which rules hold beyond those that always do.
     *
     * @param regulation name of a pack; the tenant's country's when absent
     * @param doNotCallLists further lists of the tenant, by name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ComplianceSettings(
            @Pattern(regexp = "[a-z0-9-]{1,40}", message = "must be the name of a regulatory pack")
            String regulation,

            @Size(max = 50) List<@NotBlank @Size(max = 100) String> doNotCallLists,
            Boolean requireConsent,
            @Valid OptOut optOut,
            @Valid Privacy privacy) {}

    /** How a person says that they do not want to be called. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OptOutSettings")
    public record OptOut(
            @Pattern(regexp = "[0-9*#]", message = "must be one key of a telephone")
            String dtmf,

            @Size(max = 50) List<@NotBlank @Size(max = 200) String> phrases,
            Boolean callback) {}

    /** What is kept of a call. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PrivacySettings")
    public record Privacy(
            Boolean record, @Min(0) @Max(36_500) Integer retentionDays, Boolean maskPhone) {}

    /**
     * How fast to call.
     *
     * @param mode {@code adaptive} (the default) or {@code fixed}
     * @param adaptToSuccess whether a success rate below the target slows the campaign
     * @param targetSuccessRate share of conversations; the minimum of the quality guard when absent, else 0.2
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PacingSettings(
            @Pattern(regexp = "adaptive|fixed", message = "must be adaptive or fixed")
            String mode,

            Boolean adaptToSuccess,
            @DecimalMin("0") @DecimalMax("1") Double targetSuccessRate) {}

    /**
     * When to pause by itself; rates are shares of 1.
     *
     * @param minSample below which no guard judges
     * @param window the last calls that are looked at; 500 when absent
     * @param windowDuration how old a call that is looked at may be; a day when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QualitySettings(
            @DecimalMin("0") @DecimalMax("1") Double minSuccessRate,
            @DecimalMin("0") @DecimalMax("1") Double minAnswerRate,
            @DecimalMin("0") @DecimalMax("1") Double maxFailureRate,
            @DecimalMin("0") @DecimalMax("1") Double maxAbandonRate,
            @DecimalMin("0") @DecimalMax("1") Double minQualityScore,
            @DecimalMin("1") @DecimalMax("5") Double minSatisfaction,
            @Min(1) @Max(100_000) Integer minSample,
            @Min(1) @Max(100_000) Integer window,
            Duration windowDuration) {}
}
