package io.outdial.dialer;

import static org.awaitility.Awaitility.await;

import io.outdial.support.Databases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A transaction that keeps others waiting until the test closes it; what it wrote is undone. */
final class Holder implements AutoCloseable {

    private static final String WAITING = """
            with recursive held (pid) as (
              select pg_backend_pid()
              union
              select a.pid from pg_stat_activity a join held h on h.pid = any (pg_blocking_pids(a.pid)))
            select count(*) - 1 from held""";

    private final Connection connection;

    Holder(String sql, UUID... arguments) throws SQLException {
        connection = Databases.asSuperuser();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }

    /** Waits until so many transactions wait for this one, or for one that does; or until {@code done}. */
    void awaitWaiting(int many, CompletableFuture<?> done) {
        await().atMost(Scene.PATIENCE).until(() -> done.isDone() || waiting() >= many);
    }

    private int waiting() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITING);
                ResultSet found = statement.executeQuery()) {
            found.next();
            return found.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
