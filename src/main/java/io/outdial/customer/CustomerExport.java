package io.outdial.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes all customers of a tenant, oldest first, a page at a time: the next page is read when the one before has been
 * taken by the client's connection. Runs on a worker thread. Each page is read for itself, so that a customer changed
 * meanwhile is there once, before or after the change.
 */
@ApplicationScoped
class CustomerExport {

    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CustomerStore customers;
    private final AttributeTypes types;
    private final TenantDb db;
    private final ObjectMapper json;

    CustomerExport(CustomerStore customers, AttributeTypes types, TenantDb db, ObjectMapper json) {
        this.customers = customers;
        this.types = types;
        this.db = db;
        this.json = json;
    }

    void csv(TenantId tenant, boolean personalData, OutputStream out) throws IOException {
        CsvExport csv =
                new CsvExport(new TreeSet<>(await(db.inTenant(tenant, connection -> types.of(connection, tenant)))
                                .keySet())
                        .stream().toList());
        out.write(csv.header().getBytes(StandardCharsets.UTF_8));
        write(tenant, personalData, csv::line, out);
    }

    void ndjson(TenantId tenant, boolean personalData, OutputStream out) throws IOException {
        write(tenant, personalData, this::line, out);
    }

    private void write(TenantId tenant, boolean personalData, Function<CustomerView, String> line, OutputStream out)
            throws IOException {
        UUID after = new UUID(0, 0);
        while (after != null) {
            Page<CustomerRow> page = await(customers.list(tenant, PAGE, after));
            StringBuilder text = new StringBuilder(PAGE * 256);
            page.items().forEach(row -> text.append(line.apply(CustomerView.of(row, personalData))));
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            after = page.nextCursor() == null ? null : UUID.fromString(page.nextCursor());
        }
    }

    /** Only what an import reads. */
    private String line(CustomerView customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("externalId", customer.externalId());
        fields.put("phone", customer.phone());
        fields.put("name", customer.name());
        fields.put("email", customer.email());
        fields.put("language", customer.language());
        fields.put("city", customer.city());
        fields.put("neighborhoods", customer.neighborhoods());
        Map<String, Object> attributes = new LinkedHashMap<>(customer.attributes());
        fields.put("timeZone", core(customer.timeZone(), attributes.remove("time_zone")));
        fields.put("preferredTimes", core(customer.preferredTimes(), attributes.remove("preferred_times")));
        fields.put("status", customer.status());
        fields.put("lastContacted", core(customer.lastContacted(), attributes.remove("last_contacted")));
        fields.put("consentAt", core(customer.consentAt(), attributes.remove("consent_at")));
        fields.put("attributes", attributes);
        try {
            return json.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The field, or the text that an import kept beside it. */
    private static Object core(Object value, Object kept) {
        return value == null ? kept : value;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
