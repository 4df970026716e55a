package io.outdial.compliance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what holds for all campaigns of a tenant. */
@ApplicationScoped
public class CallingPolicies {

    private static final String POLICY = NamedSql.load("compliance", "policy");

    private final ObjectMapper json;

    CallingPolicies(ObjectMapper json) {
        this.json = json;
    }

    public Uni<CallingPolicy> read(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(POLICY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> of(rows.iterator().next()));
    }

    /**
     * The policy in a row with the columns {@code country}, {@code regulation}, {@code allowed_regulations}, {@code calling_rules}
     * and {@code registries}.
     */
    public CallingPolicy of(Row row) {
        String[] allowed = row.getArrayOfStrings("allowed_regulations");
        JsonObject dated = row.getJsonObject("registries");
        Map<String, LocalDate> registries = new HashMap<>();
        if (dated != null) {
            dated.forEach(each -> registries.put(each.getKey(), LocalDate.parse((String) each.getValue())));
        }
        return new CallingPolicy(
                row.getString("country"),
                row.getString("regulation"),
                allowed == null ? null : List.of(allowed),
                rules(row.getJsonObject("calling_rules")),
                registries);
    }

    TenantRules rules(JsonObject stored) {
        if (stored == null || stored.isEmpty()) {
            return TenantRules.NOTHING;
        }
        try {
            return json.readValue(stored.encode(), TenantRules.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The tenant's calling rules cannot be read.", e);
        }
    }

    JsonObject json(TenantRules rules) {
        try {
            return new JsonObject(json.writeValueAsString(rules));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
