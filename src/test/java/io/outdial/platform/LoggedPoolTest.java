package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that is lost between two statements of a transaction: nobody waits for it at that moment. */
@QuarkusTest
class LoggedPoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TenantDb db;

    @Inject
    Pool pool;

    private final Logger logger = Logger.getLogger(LoggedPool.class.getName());
    private final CompletableFuture<String> logged = new CompletableFuture<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.complete(((ExtLogRecord) line).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void aConnectionThatIsLostInUseSaysSoInTheLogAndItsTransactionFails() {
        Uni<Integer> cut = db.inTenant(new TenantId(UUID.randomUUID()), c -> pid(c).call(this::terminate)
                .call(() -> Uni.createFrom().completionStage(logged))
                .chain(() -> pid(c)));
        assertThatThrownBy(() -> cut.await().atMost(PATIENCE)).isNotInstanceOf(TimeoutException.class);
        assertThat(logged)
                .isCompletedWithValueMatching(line -> line.startsWith("A connection to the database was lost"));
    }

    private static Uni<Integer> pid(SqlConnection c) {
        return c.query("select pg_backend_pid()")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private Uni<?> terminate(int pid) {
        return pool.preparedQuery("select pg_terminate_backend($1)").execute(Tuple.of(pid));
    }
}
