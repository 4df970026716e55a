package io.outdial.dialer;

import static io.outdial.platform.Rows.instant;

import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.webhook.CallSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What webhooks hear of calls that ended: ids, how it ended, when, and what it cost. The provider's own words stay here. */
@ApplicationScoped
class EndedCalls implements CallSource {

    private static final String READ = "select a.attempt_id, a.campaign_id, a.customer_id, a.attempt_no, a.phone,"
            + " coalesce(a.placed_at, a.sending_at) as started_at, a.answered_at, a.finished_at, a.outcome,"
            + " a.disposition, a.talk_seconds, a.cost, t.currency from attempt a"
            + " join tenant t on t.tenant_id = a.tenant_id"
            + " where a.tenant_id = $1 and a.attempt_id = any($2)";

    @Override
    public Uni<List<Ended>> read(SqlConnection c, TenantId tenant, Collection<UUID> calls) {
        return c.preparedQuery(READ)
                .execute(Tuple.of(tenant.value(), calls.toArray(UUID[]::new)))
                .map(rows -> {
                    List<Ended> ended = new ArrayList<>(rows.size());
                    rows.forEach(row -> ended.add(ended(row)));
                    return ended;
                });
    }

    private static Ended ended(Row row) {
        BigDecimal cost = row.getBigDecimal("cost");
        Instant at = instant(row, "finished_at");
        JsonObject data = new JsonObject()
                .put("callId", row.getUUID("attempt_id").toString())
                .put("campaignId", row.getUUID("campaign_id").toString())
                .put("customerId", row.getUUID("customer_id").toString())
                .put("attemptNo", row.getInteger("attempt_no"))
                .put("phone", PhoneNumber.mask(row.getString("phone")))
                .put("outcome", row.getString("outcome"))
                .put("disposition", row.getString("disposition"))
                .put("startedAt", text(instant(row, "started_at")))
                .put("answeredAt", text(instant(row, "answered_at")))
                .put("endedAt", text(at))
                .put("talkSeconds", row.getInteger("talk_seconds"))
                .put(
                        "cost",
                        new JsonObject()
                                .put("amount", cost.toPlainString())
                                .put("currency", row.getString("currency")));
        return new Ended(row.getUUID("attempt_id"), at, data);
    }

    private static String text(Instant at) {
        return at == null ? null : at.toString();
    }
}
