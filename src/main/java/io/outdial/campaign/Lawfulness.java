package io.outdial.campaign;

import io.outdial.compliance.CallingPolicy;
import io.outdial.compliance.RegulatoryPacks;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallRules.Hours;
import io.outdial.compliance.rules.CallRules.Registry;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Pack;
import io.outdial.platform.Problem.FieldError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a campaign can keep to the rules of its tenant and its regulatory pack, seen before it starts. Pure. */
final class Lawfulness {

    private static final String REGULATION = "/compliance/regulation";
    /** Nobody plans a campaign that first calls later than this after its start. */
    private static final Duration LOOK_AHEAD = Duration.ofDays(400);

    private Lawfulness() {}

    static List<FieldError> errors(CampaignSpec spec, CallingPolicy policy, Instant now) {
        String code = policy.regulationFor(
                spec.compliance() == null ? null : spec.compliance().regulation());
        Pack pack = RegulatoryPacks.named(code).orElse(null);
        if (pack == null) {
            return List.of(new FieldError(
                    REGULATION,
                    "unknown_regulation",
                    "There is no regulatory pack " + code + "; there are " + RegulatoryPacks.names() + "."));
        }
        if (!policy.allows(code)) {
            return List.of(new FieldError(
                    REGULATION,
                    "regulation_not_allowed",
                    "The platform does not let this tenant use the regulatory pack " + code + "; allowed are "
                            + String.join(" ", policy.allowed()) + "."));
        }
        List<FieldError> errors = new ArrayList<>();
        for (Pack.Registry rule : pack.of(Pack.Registry.class)) {
            Registry registry = new Registry(
                    code, rule.list(), rule.maxAgeDays(), policy.registries().get(rule.list()));
            if (!registry.isFresh(now)) {
                errors.add(new FieldError(REGULATION, "registry_stale", stale(registry)));
            }
        }
        Double abandoned = spec.quality() == null ? null : spec.quality().maxAbandonRate();
        if (abandoned != null && abandoned > pack.maxAbandonRate()) {
            errors.add(new FieldError(
                    "/quality/maxAbandonRate",
                    "looser_than_regulation",
                    "The regulatory pack " + code + " allows " + pack.maxAbandonRate() + " at most."));
        }
        return errors;
    }

    static String summary(CampaignSpec spec, CallingPolicy policy) {
        return "The regulatory pack "
                + policy.regulationFor(
                        spec.compliance() == null ? null : spec.compliance().regulation())
                + " can be kept.";
    }

    /** A window that never opens before the end: between the two nobody could ever be called, wherever they are. */
    static List<FieldError> opens(CampaignSpec spec, CallingPolicy policy, Instant start, Instant end, Instant now) {
        if (spec.calls() == null
                || spec.calls().windows() == null
                || spec.calls().windows().isEmpty()) {
            return List.of();
        }
        Instant from = start == null || start.isBefore(now) ? now : start;
        Instant latest = from.plus(LOOK_AHEAD);
        Instant until = end == null || end.isAfter(latest) ? latest : end;
        if (!until.isAfter(from)) {
            return List.of();
        }
        CallRules rules = policy.rulesFor(spec.policy());
        List<ZoneId> zones = everywhere(spec.timeZone());
        if (opens(rules.openHours(), zones, from, until)) {
            return List.of();
        }
        boolean alone = opens(spec.calls().callingHours(), zones, from, until);
        String detail = alone
                ? "The hours of the campaign are never open together with those of "
                        + rules.hours().stream()
                                .map(Hours::source)
                                .filter(source -> !source.equals("campaign"))
                                .distinct()
                                .collect(Collectors.joining(" and "))
                        + " before the campaign ends."
                : "The windows never open before the campaign ends.";
        return List.of(new FieldError("/calls/windows", "never_opens", detail));
    }

    private static String stale(Registry registry) {
        String needed = "The regulatory pack " + registry.source() + " needs the list " + registry.list() + ", at most "
                + registry.maxAgeDays() + " days old; ";
        return needed
                + (registry.dated() == null
                        ? "none was imported with its date."
                        : "the one imported is of " + registry.dated() + ".");
    }

    /** The campaign's zone first, then every hour there is somewhere. */
    private static List<ZoneId> everywhere(String own) {
        List<ZoneId> zones = new ArrayList<>();
        try {
            zones.add(ZoneId.of(own == null ? "Z" : own));
        } catch (DateTimeException e) {
            zones.add(ZoneOffset.UTC); // the zone itself is refused elsewhere
        }
        for (int hours = -12; hours <= 14; hours++) {
            zones.add(ZoneOffset.ofHours(hours));
        }
        return zones;
    }

    private static boolean opens(CallingHours hours, List<ZoneId> zones, Instant from, Instant until) {
        for (ZoneId zone : zones) {
            for (Instant at = from; at.isBefore(until); at = at.plus(CallingHours.HORIZON)) {
                Instant opens = hours.nextOpen(at, List.of(zone)).orElse(Instant.MAX);
                if (opens.isBefore(until)) {
                    return true;
                }
            }
        }
        return false;
    }
}
