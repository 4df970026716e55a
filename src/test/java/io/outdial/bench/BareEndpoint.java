package io.outdial.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.UUID;

/**
 * An HTTP endpoint that reads a campaign by the same statements as the service, in a transaction of its tenant under row level
 * security, and does nothing else: no token, no limits, no view.
 */
final class BareEndpoint implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    BareEndpoint(Database database, UUID tenant, UUID campaign) {
        PgConnectOptions where = new PgConnectOptions()
                .setHost("localhost")
                .setPort(database.port())
                .setDatabase("postgres")
                .setUser(Database.ROLE)
                .setPassword(Database.ROLE)
                .setCachePreparedStatements(true);
        Pool pool = PgBuilder.pool()
                .connectingTo(where)
                .with(new PoolOptions().setMaxSize(20))
                .using(vertx)
                .build();
        server = vertx.createHttpServer()
                .requestHandler(request -> pool.withTransaction(connection -> connection
                                .preparedQuery("select set_tenant($1)")
                                .execute(Tuple.of(tenant))
                                .compose(set -> connection
                                        .preparedQuery(
                                                "select * from campaign where tenant_id = $1 and campaign_id = $2")
                                        .execute(Tuple.of(tenant, campaign))))
                        .onSuccess(rows -> {
                            Row row = rows.iterator().next();
                            request.response()
                                    .putHeader("Content-Type", "application/json")
                                    .end(new JsonObject()
                                            .put("id", campaign.toString())
                                            .put("name", row.getString("name"))
                                            .put("state", row.getString("state"))
                                            .encode());
                        })
                        .onFailure(
                                failure -> request.response().setStatusCode(500).end()))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.actualPort() + "/");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
