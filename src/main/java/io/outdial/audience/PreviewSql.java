package io.outdial.audience;

import io.outdial.audience.Audiences.Plan;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.Reason;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The one statement that counts whom an audience selects. */
final class PreviewSql {

    private static final String PREVIEW = NamedSql.load("audience", "preview");
    /** Who is present is a part of who matches. */
    private static final String ABSENT = "s.matched - (select count(*) from (%s) present (customer_id))";
    /** How many arguments come before those of the caps. */
    private static final int SETTINGS = 5;

    private PreviewSql() {}

    static String statement(Plan plan, CallRules rules) {
        int next = plan.arguments().size() + 2;
        List<String> often = new ArrayList<>();
        List<String> spaced = new ArrayList<>();
        int place = next + SETTINGS;
        for (Cap cap : rules.caps()) {
            (cap.reason() == Reason.CALL_SPACING ? spaced : often)
                    .add("count(*) filter (where d.sending_at > $" + place + "::timestamptz) >= $" + (place + 1)
                            + "::int");
            place += 2;
        }
        return PREVIEW.replace("{now}", "$" + next)
                .replace("{lists}", "$" + (next + 1))
                .replace("{standard}", "$" + (next + 2))
                .replace("{purpose}", "$" + (next + 3))
                .replace("{since}", "$" + (next + 4))
                .replace("{often}", any(often))
                .replace("{spaced}", any(spaced))
                .replace(
                        "{absent}",
                        plan.absence() ? ABSENT.formatted(plan.present().once()) : "0::bigint")
                .replace("{ids}", plan.compiled().ids().select());
    }

    /** A call counts as long as less than the period went by since, and a cap is reached by as many calls as it allows. */
    static Tuple arguments(TenantId tenant, Plan plan, CallRules rules, Instant now) {
        List<String> lists = new ArrayList<>(rules.lists());
        lists.add("tenant");
        Tuple arguments = Audiences.arguments(
                tenant,
                plan.arguments(),
                time(now),
                lists.toArray(String[]::new),
                rules.consentStandard(),
                rules.purpose(),
                rules.caps().stream()
                        .map(Cap::period)
                        .max(Duration::compareTo)
                        .map(longest -> time(now.minus(longest)))
                        .orElse(null));
        for (Cap cap : rules.caps()) {
            arguments.addValue(time(now.minus(cap.period()))).addValue(cap.calls());
        }
        return arguments;
    }

    private static String any(List<String> conditions) {
        return conditions.isEmpty() ? "false" : "(" + String.join(" or ", conditions) + ")";
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
