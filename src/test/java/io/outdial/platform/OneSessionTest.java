package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.support.Api;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hibernate's sessions of two tenants in turns on the one connection that is left of the service's pool, with statements that name
 * no tenant.
 */
@QuarkusTest
class OneSessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    private final List<SqlConnection> taken = new ArrayList<>();
    private final Set<String> processes = new HashSet<>();
    private TenantId mine;
    private TenantId theirs;

    @BeforeEach
    void oneConnectionIsLeft() {
        mine = withCustomer();
        theirs = withCustomer();
        for (int i = 1; i < connections; i++) {
            taken.add(pool.getConnection().await().atMost(PATIENCE));
        }
    }

    @AfterEach
    void giveBack() {
        taken.forEach(each -> each.close().await().atMost(PATIENCE));
    }

    @Test
    void whoseTurnItIsSeesTheirsHoweverTheTurnBeforeEnded() throws Throwable {
        for (int turn = 0; turn < 40; turn++) {
            TenantId tenant = turn % 2 == 0 ? mine : theirs;
            switch (turn % 5) {
                case 1 -> failing(tenant, () -> Uni.createFrom().failure(new IllegalStateException("rolled back")));
                case 2 -> failing(tenant, () -> rows("select cast(1 / 0 as text)"));
                case 3 ->
                    failing(tenant, () -> {
                        throw new IllegalStateException("before there is anything to wait for");
                    });
                default -> {}
            }
            assertThat(run(() -> TenantSession.inTenant(tenant, OneSessionTest::customers)))
                    .as("turn %s", turn)
                    .containsExactly(tenant.toString());
            assertThat(run(() -> Panache.withTransaction(OneSessionTest::customers)))
                    .as("a session that names nobody")
                    .isEmpty();
            assertThat(run(() -> TenantSession.asPlatform(OneSessionTest::customers)))
                    .as("the platform's session")
                    .isEmpty();
            processes.addAll(
                    run(() -> TenantSession.inTenant(tenant, () -> rows("select cast(pg_backend_pid() as text)"))));
        }
        assertThat(processes).as("connections that were used").hasSize(1);
    }

    private void failing(TenantId tenant, Supplier<Uni<List<String>>> work) {
        assertThatThrownBy(() -> run(() -> TenantSession.inTenant(tenant, work)))
                .isInstanceOf(Exception.class);
    }

    private static List<String> run(Supplier<Uni<List<String>>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(work::get);
    }

    private static Uni<List<String>> customers() {
        return rows("select cast(tenant_id as text) from customer");
    }

    private static Uni<List<String>> rows(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, String.class).getResultList());
    }

    private static TenantId withCustomer() {
        Api api = Api.newTenant();
        api.manager()
                .body(Map.of("externalId", "C1", "phone", "+966555000071", "name", "Sara"))
                .post("/api/v1/customers")
                .then()
                .statusCode(201);
        return TenantId.fromString(api.tenantId);
    }
}
