package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cause for which a campaign fails. */
@QuarkusTest
class FailureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    TenantDb db;

    @Inject
    CampaignClock clock;

    @Inject
    Activation activation;

    @Inject
    Transitions transitions;

    @Test
    void aSegmentationThatTheDatabaseRefusesTwice() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        UUID customer = campaigns.customer("+966500000001", "valid", true);
        String id = campaigns.scheduled();
        // A target that is there already: the statement that writes them breaks its key, however often it is run.
        campaigns.run(
                "insert into ready (tenant_id, campaign_id, customer_id, updated_at, attempts, zones, phone, state) values ($1, '"
                        + id + "', $2, $3, 0, 'Asia/Riyadh', '+966500000001', 'pending')",
                customer);
        campaigns.act(id, "activate").statusCode(422).body("currentState", equalTo("failed"));
        campaigns
                .get(id)
                .body("state", equalTo("failed"))
                .body("stateReason", containsString("failed twice"))
                .body("stateCause.code", equalTo("segmentation_failed"))
                .body("stateCause.figures.sqlState", org.hamcrest.Matchers.hasLength(5));
        campaigns
                .api
                .manager()
                .get(CampaignFixture.URL + "/" + id + "/initiation")
                .then()
                .body("stages[1].state", equalTo("failed"))
                .body("stages[1].result.cause", containsString("23505"));
        assertThat(campaigns.activeCampaigns()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update voice_agent set status = 'retired' where tenant_id = $1 and $2::uuid is not null and $3::timestamptz is not null",
                "update script set status = 'retired' where tenant_id = $1 and $2::uuid is not null and $3::timestamptz is not null",
            })
    void contentThatIsGoneAtTheStart(String retire) {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.scheduled();
        campaigns.run(retire, Uuid7.next());
        clock.start(campaigns.tenant, Instant.now().plus(Duration.ofHours(2)))
                .await()
                .atMost(PATIENCE);
        campaigns.get(id).body("state", equalTo("failed")).body("stateReason", containsString("gone or retired"));
        assertThat(campaigns.json(id + "/initiation").getString("stages[0].state"))
                .isEqualTo("failed");
    }

    @Test
    void aScheduledCampaignThatCannotBeRead() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.scheduled();
        spoil(campaigns, id);
        campaigns
                .get(id)
                .body("state", equalTo("scheduled"))
                .body("name", equalTo("Full"))
                .body("stateReason", containsString("cannot be read"));
        clock.start(campaigns.tenant, Instant.now().plus(Duration.ofHours(2)))
                .await()
                .atMost(PATIENCE);
        hasFailed(campaigns, id);
        campaigns.api.manager().get(CampaignFixture.URL).then().statusCode(200).body("items.id", hasItem(id));
        campaigns.act(id, "duplicate").statusCode(409);
        campaigns.patch(id, "{\"name\": \"x\"}").statusCode(409);
    }

    @Test
    void anActiveCampaignThatCannotBeRead() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.active();
        spoil(campaigns, id);
        campaigns.run(
                "update tenant_due set next_due = $3 where tenant_id = $1 and $2::uuid is not null", Uuid7.next());
        await().atMost(PATIENCE)
                .until(() -> campaigns.json(id).getString("state").equals("failed"));
        hasFailed(campaigns, id);
        assertThat(campaigns.json(id + "/progress").getInt("targets.byState.expired"))
                .isEqualTo(1);
        assertThat(campaigns.activeCampaigns()).isZero();
    }

    @Test
    void aPausedCampaignThatCannotBeRead() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.paused();
        spoil(campaigns, id);
        campaigns.act(id, "resume").statusCode(409).body("currentState", equalTo("failed"));
        hasFailed(campaigns, id);
        assertThat(campaigns.activeCampaigns()).isZero();
    }

    @Test
    void connectionsThatAreMisconfiguredForFifteenMinutes() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.active();
        Instant active = Instant.now();
        misconfigured(active.plusSeconds(60), campaigns, active.plus(Duration.ofMinutes(15)));
        campaigns.get(id).body("state", equalTo("active"));
        misconfigured(active.minus(Duration.ofHours(1)), campaigns, active.plus(Duration.ofMinutes(10)));
        campaigns.get(id).body("state", equalTo("active"));

        Instant placed = active.plus(Duration.ofMinutes(5));
        insertLive(campaigns, id, placed);
        misconfigured(active.plusSeconds(60), campaigns, active.plus(Duration.ofMinutes(17)));
        campaigns.get(id).body("state", equalTo("active"));
        misconfigured(active.plusSeconds(60), campaigns, placed.plus(Duration.ofMinutes(16)));
        campaigns
                .get(id)
                .body("state", equalTo("failed"))
                .body("stateReason", containsString("refused calls for reasons of configuration for 15 minutes"));
    }

    /** Runs the clock as it would run where every call has been refused since then. */
    private void misconfigured(Instant since, CampaignFixture campaigns, Instant now) {
        TelephonyStatus status = new TelephonyStatus() {
            @Override
            public Uni<Boolean> available(SqlConnection c, TenantId tenant, UUID connection) {
                return Uni.createFrom().item(true);
            }

            @Override
            public boolean anyMisconfigured(TenantId tenant, Instant at) {
                return true;
            }

            @Override
            public Optional<Instant> misconfiguredSince(TenantId tenant, UUID connection, Instant at) {
                return Optional.of(since);
            }
        };
        new CampaignClock(db, activation, transitions, status)
                .run(campaigns.tenant, now)
                .await()
                .atMost(PATIENCE);
    }

    private static void insertLive(CampaignFixture campaigns, String id, Instant placed) {
        campaigns.run(
                "insert into live_attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state, owner, lease_until, connection, was, claimed_at, placed_at) values ($1, $2, '"
                        + id + "', $2, 1, '+966500000099', 'Asia/Riyadh', 'placed', 'test', '"
                        + placed.plus(Duration.ofDays(9))
                        + "', 'test', 'pending', $3, '" + placed + "')",
                Uuid7.next());
    }

    private static void hasFailed(CampaignFixture campaigns, String id) {
        campaigns
                .get(id)
                .body("state", equalTo("failed"))
                .body("name", equalTo("Full"))
                .body("stateReason", containsString("cannot be read"));
        campaigns.act(id, "stop").statusCode(409).body("currentState", equalTo("failed"));
    }

    /** As a service of another version might have left it. */
    private static void spoil(CampaignFixture campaigns, String id) {
        campaigns.run(
                "update campaign set spec = '{\"name\": \"Full\", \"fromTheFuture\": {}}', updated_at = $3 where tenant_id = $1 and campaign_id = $2",
                UUID.fromString(id));
    }
}
