package io.outdial.dialer;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.content.ContentStore;
import io.outdial.content.CustomerFacts;
import io.outdial.content.Personalization;
import io.outdial.content.Template;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.OldRows;
import io.outdial.telephony.CallBrief;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls that people have made to themselves. */
@ApplicationScoped
class TestCallStore implements OldRows {

    private final RunningCampaigns campaigns;
    private final ContentStore content;
    private final DialerSettings settings;

    TestCallStore(RunningCampaigns campaigns, ContentStore content, DialerSettings settings) {
        this.campaigns = campaigns;
        this.content = content;
        this.settings = settings;
    }

    @Override
    public Uni<Integer> forget(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery("delete from telephony_test_call where tenant_id = $1 and attempt_id in"
                        + " (select attempt_id from telephony_test_call where tenant_id = $1 and attempt_id < $2"
                        + " order by attempt_id limit $3)")
                .execute(Tuple.of(tenant.value(), Uuid7.leastAt(now.minus(settings.keepTestCalls())), AT_ONCE))
                .map(gone -> gone.rowCount());
    }

    /** @param connection id of the connection, the built-in one's too */
    record TestCall(
            AttemptId id,
            UUID connection,
            String phone,
            CampaignId campaign,
            UUID customer,
            String providerCallId,
            Instant at) {}

    Uni<Void> insert(TenantId tenant, SqlConnection c, TestCall call, String by) {
        return c.preparedQuery(
                        "insert into telephony_test_call (tenant_id, attempt_id, connection_id, phone, campaign_id,"
                                + " customer_id, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)")
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(call.id().value())
                        .addValue(call.connection())
                        .addValue(call.phone())
                        .addValue(call.campaign().value())
                        .addValue(call.customer())
                        .addValue(by)
                        .addValue(time(call.at())))
                .replaceWithVoid();
    }

    Uni<Void> accepted(TenantId tenant, SqlConnection c, AttemptId id, String providerCallId) {
        return c.preparedQuery("update telephony_test_call set provider_call_id = $3"
                        + " where tenant_id = $1 and attempt_id = $2")
                .execute(Tuple.of(tenant.value(), id.value(), providerCallId))
                .replaceWithVoid();
    }

    Uni<Optional<TestCall>> find(TenantId tenant, SqlConnection c, AttemptId id) {
        return c.preparedQuery("select attempt_id, connection_id, phone, campaign_id, customer_id, provider_call_id,"
                        + " created_at from telephony_test_call where tenant_id = $1 and attempt_id = $2")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> first(rows).map(TestCallStore::call));
    }

    /**
     * The tenant's test calls of a while.
     *
     * @param latest of this person or to this number; null when there is none
     * @param oldest of all; null when there is none
     */
    record Lately(int calls, Instant latest, Instant oldest) {}

    /**
     * What the tenant's test calls were since a moment. From here to the end of the transaction nobody else of the tenant makes
     * one, so that what is decided by the answer holds.
     */
    Uni<Lately> lately(TenantId tenant, SqlConnection c, String by, String phone, Instant since) {
        return c.preparedQuery("select from tenant_capacity where tenant_id = $1 for no key update")
                .execute(Tuple.of(tenant.value()))
                .chain(() -> c.preparedQuery(
                                "select count(*)::int as n, max(created_at) filter (where created_by = $2 or phone = $3)"
                                        + " as latest, min(created_at) as oldest from telephony_test_call where tenant_id = $1 and attempt_id > $4"
                                        + " and created_at > $5")
                        .execute(Tuple.of(tenant.value(), by, phone, Uuid7.leastAt(since), time(since))))
                .map(rows -> rows.iterator().next())
                .map(row -> new Lately(row.getInteger("n"), instant(row, "latest"), instant(row, "oldest")));
    }

    /** What is said in a test call; empty when there is no such call, or its campaign has nothing to say. */
    Uni<Optional<CallBrief>> brief(TenantId tenant, SqlConnection c, AttemptId attempt) {
        return find(tenant, c, attempt)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.<CallBrief>empty())
                        : brief(tenant, c, found.get().campaign(), found.get().customer()));
    }

    /** What the campaign would say to this customer now; empty when one of them, or what it needs, is missing. */
    Uni<Optional<CallBrief>> brief(TenantId tenant, SqlConnection c, CampaignId campaign, UUID customer) {
        return facts(tenant, c, customer).chain(facts -> campaigns
                .read(c, tenant, List.of(campaign.value()))
                .chain(known -> {
                    RunningCampaign running = known.get(campaign);
                    return facts.isEmpty() || running == null || running.spec().content() == null
                            ? Uni.createFrom().item(Optional.<CallBrief>empty())
                            : brief(tenant, c, running, facts.get());
                }));
    }

    /** A draft pins no script version yet: the newest speaks. */
    private Uni<Optional<CallBrief>> brief(
            TenantId tenant, SqlConnection c, RunningCampaign campaign, Map<String, Object> facts) {
        CampaignSpec.ContentSettings wanted = campaign.spec().content();
        if (campaign.template() != null) {
            return Uni.createFrom().item(Optional.of(LiveBriefs.of(campaign, facts)));
        }
        if (wanted.scriptId() == null || wanted.voiceAgentId() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return content.agent(c, tenant, wanted.voiceAgentId()).chain(agent -> content.script(
                        c, tenant, wanted.scriptId(), wanted.scriptVersion())
                .map(script -> {
                    if (agent.isEmpty() || script.isEmpty()) {
                        return Optional.empty();
                    }
                    Map<String, String> values =
                            Personalization.values(wanted.variables() == null ? Map.of() : wanted.variables(), facts);
                    return Optional.of(new CallBrief(
                            campaign.id(),
                            agent.get().id(),
                            agent.get().voice(),
                            agent.get().language(),
                            Template.parse(script.get().template()).render(values),
                            values,
                            wanted.fallback() == null ? null : wanted.fallback().voicemailMessage(),
                            wanted.fallback() == null ? null : wanted.fallback().transferTo(),
                            CallOptOuts.offered(campaign)));
                }));
    }

    private static Uni<Optional<Map<String, Object>>> facts(TenantId tenant, SqlConnection c, UUID customer) {
        return c.preparedQuery("select external_id, name, phone, email, language, city, neighborhoods, status,"
                        + " last_contacted, consent_at, attributes from customer"
                        + " where tenant_id = $1 and customer_id = $2")
                .execute(Tuple.of(tenant.value(), customer))
                .map(rows -> first(rows).map(CustomerFacts::of));
    }

    private static TestCall call(Row row) {
        return new TestCall(
                new AttemptId(row.getUUID("attempt_id")),
                row.getUUID("connection_id"),
                row.getString("phone"),
                new CampaignId(row.getUUID("campaign_id")),
                row.getUUID("customer_id"),
                row.getString("provider_call_id"),
                instant(row, "created_at"));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
