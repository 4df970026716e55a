package io.outdial.customer;

import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The attributes a tenant's customers have, by name. */
@ApplicationScoped
public class AttributeTypes {

    public Uni<Map<String, Known>> of(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select name, attribute_no, type from attribute where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> {
                    Map<String, Known> known = new HashMap<>();
                    for (Row row : rows) {
                        AttributeType type = Coded.of(AttributeType.class, row.getString("type"));
                        known.put(row.getString("name"), new Known(row.getInteger("attribute_no"), type));
                    }
                    return known;
                });
    }

    public record Known(int no, AttributeType type) {}
}
