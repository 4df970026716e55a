package io.outdial.support;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A transaction that keeps others waiting until the test closes it; what it wrote is undone. */
public final class Holder implements AutoCloseable {

    private static final String WAITING = """
            with recursive held (pid) as (
              select pg_backend_pid()
              union
              select a.pid from pg_stat_activity a join held h on h.pid = any (pg_blocking_pids(a.pid)))
            select count(*) - 1 from held""";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Connection connection;

    public Holder(String sql, UUID... arguments) throws SQLException {
        connection = Databases.asSuperuser();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }

    /** Waits until somebody waits for this transaction. */
    public void awaitWaiting() {
        await().atMost(PATIENCE).until(() -> waiting() > 0);
    }

    /** Waits until so many transactions wait for this one, or for one that does; or until {@code done}. */
    public void awaitWaiting(int many, CompletableFuture<?> done) {
        await().atMost(PATIENCE).until(() -> done.isDone() || waiting() >= many);
    }

    private int waiting() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITING);
                ResultSet found = statement.executeQuery()) {
            found.next();
            return found.getInt(1);
        }
    }

    /** May be closed again. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            try (connection) {
                connection.rollback();
            }
        }
    }
}
