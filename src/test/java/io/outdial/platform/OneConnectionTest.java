package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two tenants in turns on the one connection of a pool, with statements that name no tenant: whose turn it is decides what is
 * seen, however the turn before ended, and between turns nobody sees anything. Statements are prepared once and their plans kept.
 */
@QuarkusTest
class OneConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ALL = "select tenant_id from customer";
    private static final String LEFT_OVER = "select current_setting('app.tenant_id', true) as tenant,"
            + " current_setting('app.platform', true) as platform, current_setting('plan_cache_mode') as plans,"
            + " current_setting('enable_seqscan') as scans, (select count(*) from customer)::int as seen,"
            + " pg_backend_pid() as pid";

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String role;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private Pool pool;
    private TenantDb db;
    private TenantId mine;
    private TenantId theirs;

    @BeforeEach
    void oneConnectionAndTwoTenants() {
        PgConnectOptions options = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
                .setUser(role)
                .setPassword(password)
                .setCachePreparedStatements(true);
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(options)
                .using(vertx.getDelegate())
                .build());
        db = new TenantDb(pool);
        mine = withCustomer();
        theirs = withCustomer();
    }

    @AfterEach
    void close() {
        pool.close().await().atMost(PATIENCE);
    }

    @Test
    void whoseTurnItIsSeesTheirsHoweverTheTurnBeforeEnded() {
        long seed = 42;
        Random random = new Random(seed);
        int pid = leftOver();
        for (int turn = 0; turn < 150; turn++) {
            TenantId tenant = turn % 2 == 0 ? mine : theirs;
            String how = end(random.nextInt(6), tenant);
            assertThat(leftOver()).as("the connection after %s", how).isEqualTo(pid);
            assertThat(seen(tenant)).as("turn %s, after %s", turn, how).containsExactly(tenant.value());
        }
    }

    @Test
    void manyAtOnceSeeTheirOwn() {
        List<Uni<Boolean>> turns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TenantId tenant = i % 3 == 0 ? mine : theirs;
            turns.add((i % 2 == 0 ? db.inTenant(tenant, this::all) : db.inBatch(tenant, this::all))
                    .map(List.of(tenant.value())::equals));
        }
        assertThat(Uni.join().all(turns).andFailFast().await().atMost(PATIENCE)).containsOnly(true);
        leftOver();
    }

    /** Whose request is cancelled while it runs or waits for the connection leaves nothing of its tenant behind. */
    @Test
    void aCancelledTurnLeavesNothing() {
        for (int turn = 0; turn < 10; turn++) {
            List<Cancellable> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(db.inTenant(mine, c -> c.query("update customer set name = 'cancelled'")
                                .execute()
                                .chain(() -> c.query("select pg_sleep(0.02)").execute()))
                        .subscribe()
                        .with(done -> {}, failed -> {}));
            }
            running.forEach(Cancellable::cancel);
            assertThat(seen(theirs)).containsExactly(theirs.value());
            leftOver();
        }
        assertThat(names(theirs)).containsExactly("Sara");
    }

    /** A plan that was made for one tenant is asked for the other. */
    @Test
    void aKeptPlanIsNobodysOwn() {
        for (String mode : List.of("force_generic_plan", "force_custom_plan", "auto")) {
            pool.query("set plan_cache_mode = " + mode).execute().await().atMost(PATIENCE);
            for (int turn = 0; turn < 14; turn++) {
                TenantId tenant = turn % 7 < 6 ? mine : theirs;
                List<UUID> found = db.inTenant(tenant, c -> c.preparedQuery(
                                        "select tenant_id from customer where external_id = $1 and name = $2")
                                .execute(Tuple.of("C1", "Sara"))
                                .map(OneConnectionTest::tenants))
                        .await()
                        .atMost(PATIENCE);
                assertThat(found).as("%s, turn %s", mode, turn).containsExactly(tenant.value());
            }
        }
    }

    private String end(int how, TenantId tenant) {
        switch (how) {
            case 0 -> seen(tenant);
            case 1 -> db.inBatch(tenant, this::all).await().atMost(PATIENCE);
            case 2 -> failing(tenant, c -> Uni.createFrom().failure(new IllegalStateException("rolled back")));
            case 3 -> failing(tenant, c -> c.query("select 1 / 0").execute().replaceWithVoid());
            case 4 ->
                failing(tenant, c -> c.query("select nothing like it").execute().replaceWithVoid());
            default ->
                failing(tenant, c -> {
                    throw new IllegalStateException("before there is anything to wait for");
                });
        }
        return List.of("a commit", "a batch", "a failure", "a failed statement", "a bad statement", "a throw")
                .get(how);
    }

    private void failing(TenantId tenant, java.util.function.Function<SqlConnection, Uni<Void>> work) {
        Throwable failure = db.inTenant(tenant, c -> c.query("update customer set name = 'half done'")
                        .execute()
                        .chain(() -> work.apply(c)))
                .map(done -> (Throwable) null)
                .onFailure()
                .recoverWithItem(thrown -> thrown)
                .await()
                .atMost(PATIENCE);
        assertThat(failure).isNotNull();
        assertThat(names(tenant)).containsExactly("Sara");
    }

    /** That the connection knows no tenant and no setting of a turn; the process that serves it. */
    private int leftOver() {
        var row = pool.query(LEFT_OVER)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
        assertThat(row.getString("tenant")).isNullOrEmpty();
        assertThat(row.getString("platform")).isNullOrEmpty();
        assertThat(row.getString("plans")).isEqualTo("auto");
        assertThat(row.getString("scans")).isEqualTo("on");
        assertThat(row.getInteger("seen")).isZero();
        return row.getInteger("pid");
    }

    private List<UUID> seen(TenantId tenant) {
        return db.inTenant(tenant, this::all).await().atMost(PATIENCE);
    }

    private Uni<List<UUID>> all(SqlConnection c) {
        return c.preparedQuery(ALL).execute().map(OneConnectionTest::tenants);
    }

    private List<String> names(TenantId tenant) {
        return db.inTenant(tenant, c -> c.preparedQuery("select name from customer")
                        .execute()
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString("name"))
                                .toList()))
                .await()
                .atMost(PATIENCE);
    }

    private static List<UUID> tenants(Iterable<io.vertx.mutiny.sqlclient.Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getUUID("tenant_id"))
                .toList();
    }

    private static TenantId withCustomer() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("externalId", "C1", "phone", "+966555000070", "name", "Sara"))
                .post("/api/v1/customers")
                .then()
                .statusCode(201);
        return TenantId.fromString(api.tenantId);
    }
}
