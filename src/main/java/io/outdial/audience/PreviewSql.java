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
    private static final String ABSENT =
            "coalesce(sum(j.customers), 0)::bigint - (select count(*) from (%s) present (customer_id))";

    private PreviewSql() {}

    static String statement(Plan plan) {
        return PREVIEW.replace("{now}", "$" + (plan.arguments().size() + 2))
                .replace(
                        "{absent}",
                        plan.absence() ? ABSENT.formatted(plan.present().once()) : "0::bigint")
                .replace("{ids}", plan.compiled().ids().select());
    }

    static Tuple arguments(TenantId tenant, Plan plan, Instant now) {
        return Audiences.arguments(tenant, plan.arguments(), now.atOffset(ZoneOffset.UTC));
    }
}
