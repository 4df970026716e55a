package io.outdial.platform;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes the pool of connections, and says which statements a connection keeps prepared. The client's own rule leaves out those
 * of 2,048 characters and more, which may have been put together for one use; without this a claim and its like would be parsed
 * and planned anew for each batch.
 */
@Singleton
class DatabasePool implements PgPoolCreator {

    private static final Predicate<String> KEPT =
            SqlConnectOptions.DEFAULT_PREPARED_STATEMENT_CACHE_FILTER.or(NamedSql::isKept);

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> options.setPreparedStatementCacheSqlFilter(KEPT));
        return new LoggedPool(PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build());
    }
}
