package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does by hand, at a time that the test says, what the loop does by itself. */
@Singleton
public class Post {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final TenantDb db;
    final FanOut fanOut;
    final Dispatcher dispatcher;

    Post(TenantDb db, FanOut fanOut, Dispatcher dispatcher) {
        this.db = db;
        this.fanOut = fanOut;
        this.dispatcher = dispatcher;
    }

    /** Hands over what happened, sends what is due, and waits for the record of what became of it. */
    public void deliver(TenantId tenant, Instant now) {
        handOver(tenant, now);
        Dispatcher.Claim claim = claim(tenant, now);
        dispatcher.send(claim, now).await().atMost(PATIENCE);
    }

    void handOver(TenantId tenant, Instant now) {
        boolean more = true;
        while (more) {
            more = fanOut.run(tenant, now).await().atMost(PATIENCE);
        }
    }

    Dispatcher.Claim claim(TenantId tenant, Instant now) {
        return dispatcher.claim(tenant, now).await().atMost(PATIENCE);
    }

    /** Creates a webhook for these types (null: all) and answers its id and secret. */
    public static Map<String, String> subscribe(Api tenant, String url, List<String> types) {
        Map<String, Object> body = new HashMap<>(Map.of("url", url));
        if (types != null) {
            body.put("eventTypes", types);
        }
        return tenant
                .manager()
                .body(body)
                .post("/api/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .<String, Object>getMap("$")
                .entrySet()
                .stream()
                .filter(each -> List.of("id", "secret").contains(each.getKey()))
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().toString()));
    }

    /** Rows of a statement whose first argument is the tenant. */
    List<Row> sql(TenantId tenant, String sql, Object... arguments) {
        Tuple values = Tuple.tuple().addValue(tenant.value());
        for (Object argument : arguments) {
            values.addValue(argument);
        }
        return db.inTenant(tenant, c -> c.preparedQuery(sql).execute(values))
                .map(rows -> {
                    List<Row> list = new ArrayList<>();
                    rows.forEach(list::add);
                    return list;
                })
                .await()
                .atMost(PATIENCE);
    }
}
