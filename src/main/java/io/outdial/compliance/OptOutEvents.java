package io.outdial.compliance;

import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.webhook.EventType;
import io.outdial.webhook.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells webhooks who opted out: by the ids of the customers who have the number, and the number masked. */
@ApplicationScoped
class OptOutEvents {

    /** Customers with one number that an event names, at most. */
    private static final int MAX_CUSTOMERS = 100;

    private final Outbox outbox;

    OptOutEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * @param phones E.164; files of opt-outs are not told number by number, so these are as many as a batch of calls has
     * @param source what made the entries, such as {@code call}
     */
    Uni<Void> recorded(SqlConnection c, TenantId tenant, Collection<String> phones, String source, Instant now) {
        return outbox.addIfWanted(c, tenant, EventType.OPT_OUT_RECORDED, now, () -> customers(c, tenant, phones)
                .map(customers -> data(customers, source)));
    }

    private static Uni<Map<String, JsonArray>> customers(SqlConnection c, TenantId tenant, Collection<String> phones) {
        Map<String, JsonArray> customers = new TreeMap<>();
        phones.forEach(phone -> customers.put(phone, new JsonArray()));
        return c.preparedQuery("select customer_id, phone from customer where tenant_id = $1 and phone = any($2)"
                        + " order by phone, customer_id")
                .execute(Tuple.of(tenant.value(), customers.keySet().toArray(String[]::new)))
                .map(rows -> {
                    rows.forEach(row -> {
                        JsonArray ids = customers.get(row.getString("phone"));
                        if (ids.size() < MAX_CUSTOMERS) {
                            ids.add(row.getUUID("customer_id").toString());
                        }
                    });
                    return customers;
                });
    }

    private static List<JsonObject> data(Map<String, JsonArray> customers, String source) {
        List<JsonObject> data = new ArrayList<>();
        customers.forEach((phone, ids) -> data.add(new JsonObject()
                .put("customerIds", ids)
                .put("phone", PhoneNumber.mask(phone))
                .put("source", source)));
        return data;
    }
}
