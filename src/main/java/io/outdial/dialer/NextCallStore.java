package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.decide.NextCall;
import io.outdial.kernel.Coded;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Reads what decides when one person may next be called. */
@ApplicationScoped
class NextCallStore {

    private static final String FACTS = NamedSql.load("dialer", "facts");

    /** 404 when there is no such customer. */
    Uni<NextCall> nextCall(
            SqlConnection connection, TenantId tenant, CustomerId customer, RunningCampaign campaign, Instant now) {
        return connection
                .preparedQuery(FACTS)
                .execute(Tuple.tuple()
                        .addUUID(tenant.value())
                        .addUUID(customer.value())
                        .addUUID(campaign.id().value())
                        .addOffsetDateTime(Rows.time(now))
                        .addString(
                                campaign.rules().purpose() == null
                                        ? ""
                                        : campaign.rules().purpose())
                        .addOffsetDateTime(Rows.time(now.minus(CallRules.LONGEST_PERIOD)))
                        .addString(campaign.rules().consentStandard()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("customer");
                    }
                    return nextCall(rows.iterator().next(), campaign, now);
                });
    }

    private static NextCall nextCall(Row row, RunningCampaign campaign, Instant now) {
        String state = row.getString("target_state");
        return NextCall.of(
                campaign.rules(),
                FactRows.of(row, true, row.getBoolean("number_in_use"), Zones.parse(row.getString("zones"))),
                new NextCall.Campaign(campaign.state(), campaign.spec().startAt(), campaign.endAt()),
                new NextCall.Target(
                        state == null ? null : Coded.of(TargetState.class, state),
                        row.getString("target_reason"),
                        Rows.instant(row, "due_at")),
                now);
    }
}
