package io.outdial.insight;

import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.dialer.CampaignPolicies;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Money;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps conversions that are told from outside and credits each to one call. The first one told of a call whose own
 * disposition already counted as conversion takes the place of that: it is the same sale, with its real value.
 */
@ApplicationScoped
class ConversionStore {

    private static final int WINDOW_DAYS = 30;
    private static final String ATTRIBUTE = NamedSql.load("insight", "attribute-conversion");

    private static final String BY_CALL =
            "select a.attempt_id, a.campaign_id, a.customer_id, a.disposition from attempt a"
                    + " where a.tenant_id = $1 and a.attempt_id = $2 and ($3::uuid is null or a.campaign_id = $3)";

    private static final String BY_EXTERNAL_ID = "select v.*, t.currency from conversion v"
            + " join tenant t on t.tenant_id = v.tenant_id where v.tenant_id = $1 and v.external_id = $2";

    private static final String INSERT = """
            insert into conversion as v (tenant_id, conversion_id, external_id, campaign_id, attempt_id, customer_id, name, value,
                                         attributed_by, occurred_at, created_by, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (tenant_id, external_id) do nothing
            returning v.*, (select t.currency from tenant t where t.tenant_id = $1) as currency
            """;

    private static final String COUNT = "update campaign_counter set conversions = conversions + $3,"
            + " conversion_value = conversion_value + $4 where tenant_id = $1 and campaign_id = $2";

    /** Locks the campaign's counters, so that of two conversions of one call the second sees the first. */
    private static final String TOLD_BEFORE = """
            select exists (select from conversion v where v.tenant_id = $1 and v.campaign_id = $2 and v.attempt_id = $3) as told
            from campaign_counter k where k.tenant_id = $1 and k.campaign_id = $2
            """;

    private final RunningCampaigns campaigns;

    ConversionStore(RunningCampaigns campaigns) {
        this.campaigns = campaigns;
    }

    /** @param isNew false when the same external id was told before, and nothing was done */
    record Kept(Conversion conversion, boolean isNew) {}

    /**
     * @throws Problem 404 when there is no call to credit it to
     */
    Uni<Kept> keep(TenantId tenant, SqlConnection connection, ConversionDraft draft, String by, Instant now) {
        return known(tenant, connection, draft.externalId())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(new Kept(found.get(), false))
                        : attribute(tenant, connection, draft, now)
                                .chain(call -> credit(tenant, connection, draft, call, by, now)));
    }

    private static Uni<Optional<Conversion>> known(TenantId tenant, SqlConnection connection, String externalId) {
        return externalId == null
                ? Uni.createFrom().item(Optional.empty())
                : connection
                        .preparedQuery(BY_EXTERNAL_ID)
                        .execute(Tuple.of(tenant.value(), externalId))
                        .map(ConversionStore::first);
    }

    private static Uni<Row> attribute(TenantId tenant, SqlConnection connection, ConversionDraft draft, Instant now) {
        Instant at = draft.occurredAt() == null ? now : draft.occurredAt();
        Tuple byPerson = Tuple.of(
                tenant.value(),
                draft.customerId(),
                draft.phone(),
                draft.campaignId(),
                at.atOffset(ZoneOffset.UTC),
                WINDOW_DAYS);
        Uni<RowSet<Row>> found = draft.callId() == null
                ? connection.preparedQuery(ATTRIBUTE).execute(byPerson)
                : connection
                        .preparedQuery(BY_CALL)
                        .execute(Tuple.of(tenant.value(), draft.callId(), draft.campaignId()));
        return found.map(rows -> {
            if (rows.size() == 0) {
                throw new Problem(
                        ProblemType.NOT_FOUND,
                        draft.callId() != null
                                ? "There is no such call that has ended."
                                : "Nobody had a conversation with this person before the conversion, within the time that"
                                        + " the campaign allows for it.");
            }
            return rows.iterator().next();
        });
    }

    private Uni<Kept> credit(
            TenantId tenant, SqlConnection connection, ConversionDraft draft, Row call, String by, Instant now) {
        UUID campaignId = call.getUUID("campaign_id");
        return lockCounters(tenant, connection, campaignId)
                .chain(() -> connection
                        .preparedQuery(TOLD_BEFORE)
                        .execute(Tuple.of(tenant.value(), campaignId, call.getUUID("attempt_id"))))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean("told"))
                .chain(told -> campaigns
                        .read(connection, tenant, List.of(campaignId))
                        .map(found -> found.get(new CampaignId(campaignId)))
                        .chain(campaign -> write(tenant, connection, draft, call, campaign, told, by, now)));
    }

    private static Uni<Void> lockCounters(TenantId tenant, SqlConnection connection, UUID campaignId) {
        return connection
                .preparedQuery(
                        "select from campaign_counter where tenant_id = $1 and campaign_id = $2 for no key update")
                .execute(Tuple.of(tenant.value(), campaignId))
                .replaceWithVoid();
    }

    private static Uni<Kept> write(
            TenantId tenant,
            SqlConnection connection,
            ConversionDraft draft,
            Row call,
            RunningCampaign campaign,
            boolean told,
            String by,
            Instant now) {
        BigDecimal assumed = CampaignPolicies.conversionValue(campaign.spec());
        BigDecimal value = draft.value() == null ? assumed : draft.value().amount();
        Instant at = draft.occurredAt() == null ? now : draft.occurredAt();
        boolean counted = !told
                && CampaignPolicies.conversion(campaign.spec()).stream()
                        .anyMatch(each -> each.code().equals(call.getString("disposition")));
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(Uuid7.next())
                .addValue(draft.externalId())
                .addValue(call.getUUID("campaign_id"))
                .addValue(call.getUUID("attempt_id"))
                .addValue(call.getUUID("customer_id"))
                .addValue(draft.name())
                .addValue(value)
                .addValue(draft.callId() != null ? "call" : draft.customerId() != null ? "customer" : "phone")
                .addValue(at.atOffset(ZoneOffset.UTC))
                .addValue(by)
                .addValue(now.atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(INSERT)
                .execute(values)
                .map(ConversionStore::first)
                .chain(inserted -> {
                    if (inserted.isEmpty()) {
                        return known(tenant, connection, draft.externalId())
                                .map(first -> new Kept(first.orElseThrow(), false));
                    }
                    return connection
                            .preparedQuery(COUNT)
                            .execute(Tuple.of(
                                    tenant.value(),
                                    call.getUUID("campaign_id"),
                                    counted ? 0 : 1,
                                    counted ? value.subtract(assumed) : value))
                            .replaceWith(new Kept(inserted.get(), true));
                });
    }

    private static Optional<Conversion> first(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(new Conversion(
                row.getUUID("conversion_id"),
                row.getString("external_id"),
                row.getString("name"),
                row.getUUID("attempt_id"),
                row.getUUID("campaign_id"),
                row.getUUID("customer_id"),
                new Money(row.getBigDecimal("value"), row.getString("currency")),
                Rows.instant(row, "occurred_at"),
                row.getString("attributed_by")));
    }
}
