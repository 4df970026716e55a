package io.outdial.audience;

import io.outdial.audience.Audiences.Plan;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** The one statement that counts whom an audience selects. */
final class PreviewSql {

    private static final String PREVIEW = NamedSql.load("audience", "preview");
    /** Who is present is a part of who matches. */
    private static final String ABSENT = "s.matched - (select count(*) from (%s) present (customer_id))";

    private PreviewSql() {}

    static String statement(Plan plan) {
        int next = plan.arguments().size() + 2;
        return PREVIEW.replace("{now}", "$" + next)
                .replace("{lists}", "$" + (next + 1))
                .replace("{consent}", "$" + (next + 2))
                .replace(
                        "{absent}",
                        plan.absence() ? ABSENT.formatted(plan.present().once()) : "0::bigint")
                .replace("{ids}", plan.compiled().ids().select());
    }

    static Tuple arguments(TenantId tenant, Plan plan, PreviewRules rules, Instant now) {
        return Audiences.arguments(
                tenant, plan.arguments(), now.atOffset(ZoneOffset.UTC), rules.lists(), rules.requireConsent());
    }
}
