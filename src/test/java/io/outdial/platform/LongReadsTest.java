package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.TenantId;
import io.outdial.support.Api;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that take long, so that a few of them could keep every connection. Here they wait for a lock that the test has. */
@QuarkusTest
class LongReadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOCK = "select pg_advisory_xact_lock(7243)";

    /** Two of a tenant, three in all, no waiting. */
    record Fixed(Duration timeout, int max, int maxPerTenant, Duration patience) implements LongReads.Settings {}

    @Inject
    TenantDb db;

    @Inject
    Vertx vertx;

    @Inject
    LongReads ofTheService;

    private Holder holder;
    private final List<Cancellable> started = new ArrayList<>();

    @BeforeEach
    void hold() throws SQLException {
        holder = new Holder(LOCK);
    }

    @AfterEach
    void letGo() throws SQLException {
        holder.close();
    }

    private LongReads reads(Duration timeout) {
        return new LongReads(db, new Fixed(timeout, 3, 2, Duration.ZERO), vertx);
    }

    private static Uni<String> waiting(LongReads reads, TenantId tenant) {
        return reads.inTenant(tenant, c -> c.query(LOCK).execute().replaceWith("read"));
    }

    private static Uni<String> quick(LongReads reads, TenantId tenant) {
        return reads.inTenant(tenant, c -> c.query("select 1").execute().replaceWith("read"));
    }

    private static String outcome(Uni<String> read) {
        return read.onFailure(Problem.class)
                .recoverWithItem(failure -> ((Problem) failure).type().name())
                .await()
                .atMost(PATIENCE);
    }

    private void start(Uni<String> read) {
        started.add(read.subscribe().with(done -> {}, failed -> {}));
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() {
        assertThat(outcome(waiting(reads(Duration.ofMillis(100)), TenantId.next())))
                .isEqualTo("QUERY_TOO_LONG");
    }

    @Test
    void theTimeIsTheReadsAloneAndNotItsConnections() {
        outcome(quick(reads(Duration.ofMillis(100)), TenantId.next()));
        String left = db.inTenant(TenantId.next(), c -> c.query("show statement_timeout")
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0)))
                .await()
                .atMost(PATIENCE);
        assertThat(left).isEqualTo("0");
    }

    @Test
    void aTenantHasItsPlacesAndOthersTheirs() {
        LongReads reads = reads(PATIENCE);
        TenantId mine = TenantId.next();
        start(waiting(reads, mine));
        start(waiting(reads, mine));
        assertThat(outcome(quick(reads, mine))).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(outcome(quick(reads, TenantId.next()))).isEqualTo("read");
        start(waiting(reads, TenantId.next()));
        assertThat(outcome(quick(reads, TenantId.next()))).isEqualTo("TOO_MANY_REQUESTS");
    }

    @Test
    void whoHangsUpKeepsThePlaceUntilTheStatementEnds() throws SQLException {
        LongReads reads = reads(PATIENCE);
        TenantId tenant = TenantId.next();
        start(waiting(reads, tenant));
        start(waiting(reads, tenant));
        started.forEach(Cancellable::cancel);
        assertThat(outcome(quick(reads, tenant))).isEqualTo("TOO_MANY_REQUESTS");
        letGo();
        await().atMost(PATIENCE).until(() -> outcome(quick(reads, tenant)), "read"::equals);
    }

    /** Each of them asks for as much of the database as its caller likes. */
    @Test
    void whatMayTakeLongNeedsAPlace() {
        Api api = Api.newTenant();
        TenantId tenant = TenantId.fromString(api.tenantId);
        String campaign = api.manager()
                .body(Map.of("name", "C"))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        start(waiting(ofTheService, tenant));
        start(waiting(ofTheService, tenant));
        for (String path : List.of("/api/v1/audiences/preview", "/api/v1/customers/search")) {
            api.manager()
                    .body(Map.of("query", Map.of("city", "Riyadh")))
                    .post(path)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "1");
        }
        String path = "/api/v1/campaigns/" + campaign;
        api.manager().post(path + "/validate").then().statusCode(429);
        api.manager().get(path + "/estimate").then().statusCode(429);
        api.manager().get(path + "/report").then().statusCode(429);
        api.manager().get(path).then().statusCode(200);
    }
}
