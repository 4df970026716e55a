package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads targets as they stand this moment. */
@ApplicationScoped
class TargetStore {

    private static final String LIST = NamedSql.load("campaign", "list-targets");

    /**
     * A target as the API shows it.
     *
     * @param reason why it was not called, or not yet
     * @param dueAt an open target is not called before
     */
    @Schema(name = "Target")
    public record View(
            UUID customerId,
            String phone,
            String state,
            String reason,
            Instant dueAt,
            int attempts,
            String lastOutcome,
            String disposition,
            Instant updatedAt) {}

    /**
     * Which targets; every field may be null.
     *
     * @param reason why somebody was not called, or not yet, or how their last call ended
     */
    record Filter(String state, String reason, UUID customer) {
        static final Filter NONE = new Filter(null, null, null);
    }

    /** By customer, at most {@code limit} of those after {@code after}. */
    Uni<List<View>> list(
            SqlConnection c, TenantId tenant, CampaignId id, Filter filter, UUID after, int limit, boolean unmasked) {
        Tuple values = Tuple.of(tenant.value(), id.value(), filter.state, after, limit);
        return c.preparedQuery(LIST)
                .execute(values.addValue(filter.reason).addValue(filter.customer))
                .map(rows -> {
                    List<View> found = new ArrayList<>();
                    rows.forEach(row -> found.add(view(row, unmasked)));
                    return found;
                });
    }

    /** How far each of these campaigns is, by one statement; one that was never activated is left out. */
    Uni<Map<UUID, CampaignCounts>> counts(SqlConnection c, TenantId tenant, List<UUID> campaigns) {
        return c.preparedQuery("select * from campaign_counter where tenant_id = $1 and campaign_id = any ($2)")
                .execute(Tuple.of(tenant.value(), campaigns.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, CampaignCounts> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getUUID("campaign_id"), counts(row)));
                    return found;
                });
    }

    private static CampaignCounts counts(Row row) {
        int answered = row.getInteger("answered");
        return new CampaignCounts(
                CampaignCounts.Targets.of(row),
                row.getInteger(TargetState.IN_PROGRESS.code()),
                answered == 0 ? null : (double) row.getInteger("successes") / answered);
    }

    private static View view(Row row, boolean unmasked) {
        String phone = row.getString("phone");
        return new View(
                row.getUUID("customer_id"),
                unmasked && !row.getBoolean("masked") ? phone : PhoneNumber.mask(phone),
                row.getString("state"),
                row.getString("reason"),
                Rows.instant(row, "due_at"),
                row.getInteger("attempts"),
                row.getString("last_outcome"),
                row.getString("disposition"),
                Rows.instant(row, "updated_at"));
    }
}
