package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AudiencePreviewTest {

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("city", 1),
            Map.entry("neighborhoods", 2),
            Map.entry("status", 3),
            Map.entry("last_contacted", 7),
            Map.entry("booking_status", 100),
            Map.entry("renewal_due", 101),
            Map.entry("customer_type", 102),
            Map.entry("property_value", 103),
            Map.entry("last_interaction", 104));

    @Inject
    TenantDb db;

    @Test
    void theFiveScenariosSelectWhomTheyMean() {
        Api tenant = Api.newTenant();
        attributes(tenant);
        customer(tenant, 1, Map.of("neighborhoods", List.of("mlaqa", "yasmin")));
        customer(tenant, 2, Map.of("neighborhoods", List.of("taadhi", "mlaqa")));
        customer(tenant, 3, Map.of("booking_status", List.of("pending"), "last_contacted", List.of(at("2023-12-31"))));
        customer(tenant, 4, Map.of("booking_status", List.of("pending"), "last_contacted", List.of(at("2024-01-01"))));
        customer(tenant, 5, Map.of("renewal_due", List.of(LocalDate.parse("2024-01-31"))));
        customer(tenant, 6, Map.of("customer_type", List.of("existing"), "property_value", List.of(1000000.5)));
        customer(tenant, 7, Map.of("customer_type", List.of("existing"), "property_value", List.of(1000000.0)));
        customer(
                tenant,
                8,
                Map.of("status", List.of("inactive"), "last_interaction", List.of(LocalDate.parse("2023-05-31"))));
        matched(tenant, "{\"neighborhoods\": [\"mlaqa\", \"taadhi\"]}", 2);
        matched(tenant, "{\"booking_status\": \"pending\", \"last_contacted\": {\"$lt\": \"2024-01-01\"}}", 1);
        matched(tenant, "{\"renewal_due\": {\"$lt\": \"2024-02-01\"}}", 1);
        matched(tenant, "{\"customer_type\": \"existing\", \"property_value\": {\"$gt\": 1000000}}", 1);
        matched(tenant, "{\"last_interaction\": {\"$lt\": \"2023-06-01\"}, \"status\": \"inactive\"}", 1);
        // Another tenant sees none of them, nor their attributes.
        preview(Api.newTenant(), "{\"query\":{\"customer_type\":\"existing\"}}").statusCode(400);
    }

    @Test
    void whoCannotBeCalledIsCountedByReason() {
        Api tenant = Api.newTenant();
        List<UUID> ids = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            ids.add(customer(tenant, i, Map.of("city", List.of("riyadh"))));
        }
        UUID twin = customer(tenant, 1, Map.of("city", List.of("riyadh")));
        run(
                tenant,
                "insert into invalid_number (tenant_id, customer_id, phone) select tenant_id, customer_id, phone"
                        + " from customer where tenant_id = $1 and customer_id = $2",
                ids.get(1));
        run(tenant, "update customer set zones = null where tenant_id = $1 and customer_id = $2", ids.get(2));
        String listed = """
                insert into do_not_call (tenant_id, phone, list, source, expires_at, created_by, created_at)
                select $1, phone, '%s', 'test', %s, 'test', created_at from customer
                where tenant_id = $1 and customer_id = $2
                """;
        run(tenant, listed.formatted("opt_out", "null"), ids.get(3));
        run(tenant, listed.formatted("tenant", "null"), ids.get(4));
        run(tenant, listed.formatted("tenant", "created_at"), ids.get(5));
        preview(tenant, "{\"everyone\":true}")
                .statusCode(200)
                .body("matched", equalTo(7))
                .body("reachable", equalTo(2))
                .body("excluded.do_not_call", equalTo(1))
                .body("excluded.opt_out", equalTo(1))
                .body("excluded.invalid_phone", equalTo(1))
                .body("excluded.duplicate_phone", equalTo(1))
                .body("excluded.unknown_time_zone", equalTo(1))
                .body("sample", hasSize(7))
                .body("sample[0].phone", startsWith("+966555"));
        tenant.as("viewer")
                .body("{\"cities\":[\"riyadh\"]}")
                .post("/api/v1/audiences/preview")
                .then()
                .body("sample[0].phone", containsString("****"));
        assertThat(twin).isNotNull();
        String cursor = tenant.manager()
                .body("{\"cities\":[\"riyadh\"]}")
                .post("/api/v1/customers/search?limit=5")
                .then()
                .statusCode(200)
                .body("items", hasSize(5))
                .extract()
                .path("nextCursor");
        tenant.manager()
                .body("{\"cities\":[\"riyadh\"]}")
                .post("/api/v1/customers/search?limit=5&cursor=" + cursor)
                .then()
                .body("items", hasSize(2));
        tenant.manager()
                .body("{\"everyone\":true}")
                .post("/api/v1/customers/search?cursor=x")
                .then()
                .statusCode(400);
    }

    @Test
    void whoMatchesIsBrokenDownByWhereTheyAre() {
        Api tenant = Api.newTenant();
        for (int i = 1; i <= 4; i++) {
            customer(tenant, i, Map.of());
        }
        run(
                tenant,
                "update customer set city = 'riyadh' where tenant_id = $1 and phone like '%01' and $2::uuid is not null",
                TenantId.next().value());
        run(
                tenant,
                "update customer set city = 'jeddah', status = 'vip' where tenant_id = $1 and phone ~ '0[23]$' and $2::uuid is not null",
                TenantId.next().value());
        run(
                tenant,
                "update customer set zones = 'Asia/Dubai|Asia/Riyadh' where tenant_id = $1 and phone like '%04' and $2::uuid is not null",
                TenantId.next().value());
        preview(tenant, "{\"everyone\":true}")
                .statusCode(200)
                .body("breakdown.city.top.value", equalTo(Arrays.asList("jeddah", "riyadh", null)))
                .body("breakdown.city.top.customers", equalTo(List.of(2, 1, 1)))
                .body("breakdown.city.others", equalTo(0))
                .body("breakdown.status.top.value", equalTo(Arrays.asList("vip", null)))
                .body("breakdown.timeZone.top.value", equalTo(List.of("Asia/Riyadh", "Asia/Dubai|Asia/Riyadh")));
    }

    @Test
    void onlyTheTwentyLargestAreNamed() {
        Api tenant = Api.newTenant();
        for (int i = 1; i <= 23; i++) {
            customer(tenant, i, Map.of());
        }
        run(
                tenant,
                "update customer set city = right(phone, 2) where tenant_id = $1 and $2::uuid is not null",
                TenantId.next().value());
        preview(tenant, "{\"everyone\":true}")
                .body("breakdown.city.top", hasSize(20))
                .body("breakdown.city.others", equalTo(3));
    }

    @Test
    void whatACampaignWouldAskIsAskedOnRequest() {
        Api tenant = Api.newTenant();
        UUID consenting = customer(tenant, 1, Map.of());
        UUID listed = customer(tenant, 2, Map.of());
        run(
                tenant,
                "update customer set consent_at = created_at where tenant_id = $1 and customer_id = $2",
                consenting);
        run(tenant, """
                insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)
                select $1, phone, 'spring', 'test', 'test', created_at from customer where tenant_id = $1 and customer_id = $2
                """, listed);
        preview(tenant, "{\"everyone\":true}").body("reachable", equalTo(2)).body("excluded.no_consent", equalTo(0));
        tenant.manager()
                .body("{\"everyone\":true}")
                .post("/api/v1/audiences/preview?requireConsent=true&doNotCallLists=spring")
                .then()
                .statusCode(200)
                .body("reachable", equalTo(1))
                .body("excluded.do_not_call", equalTo(1))
                .body("excluded.no_consent", equalTo(0));
        tenant.manager()
                .body("{\"everyone\":true}")
                .post("/api/v1/audiences/preview?requireConsent=true")
                .then()
                .body("reachable", equalTo(1))
                .body("excluded.no_consent", equalTo(1));
    }

    /** The first of those who may be called stands for the number. */
    @Test
    void ofOneNumberTheFirstWhoMayBeCalledIsCalled() {
        Api tenant = Api.newTenant();
        UUID first = customer(tenant, 1, Map.of());
        customer(tenant, 1, Map.of());
        customer(tenant, 1, Map.of());
        preview(tenant, "{\"everyone\":true}")
                .body("reachable", equalTo(1))
                .body("excluded.duplicate_phone", equalTo(2));
        run(tenant, "update customer set zones = null where tenant_id = $1 and customer_id = $2", first);
        preview(tenant, "{\"everyone\":true}")
                .body("reachable", equalTo(1))
                .body("excluded.unknown_time_zone", equalTo(1))
                .body("excluded.duplicate_phone", equalTo(1));
    }

    @Test
    void thePartsOfAnAudienceAreAndedAndAbsenceIsSaid() {
        Api tenant = Api.newTenant();
        attributes(tenant);
        UUID called = customer(tenant, 1, Map.of("city", List.of("riyadh"), "property_value", List.of(5.0)));
        customer(tenant, 2, Map.of("city", List.of("riyadh")));
        customer(tenant, 3, Map.of("city", List.of("jeddah")));
        run(tenant, """
                insert into customer_contact (tenant_id, customer_id, calls, last_called_at, last_outcome)
                select $1, customer_id, 3, created_at, 'busy' from customer where tenant_id = $1 and customer_id = $2
                """, called);
        preview(tenant, "{\"cities\":[\"riyadh\"],\"query\":{\"property_value\":{\"$ne\":7}}}")
                .body("matched", equalTo(2))
                .body("matchedByAbsence", equalTo(1))
                .body("normalized.city.$eq", equalTo("riyadh"));
        preview(tenant, "{\"interactions\":{\"notContactedFor\":\"P30D\",\"maxPreviousCalls\":5}}")
                .body("matched", equalTo(2));
        preview(tenant, "{\"interactions\":{\"minPreviousCalls\":3,\"lastOutcomeIn\":[\"busy\"]}}")
                .body("matched", equalTo(1));
        run(tenant, """
                update customer_contact set answered_calls = 1, dispositions = '{declined,booked}'
                where tenant_id = $1 and customer_id = $2
                """, called);
        preview(tenant, "{\"interactions\":{\"hadDisposition\":[\"booked\"],\"answeredBefore\":true}}")
                .body("matched", equalTo(1))
                .body("normalized.dispositions.$eq", equalTo("booked"))
                .body("normalized.answered_calls.$gte", equalTo(1));
        preview(tenant, "{\"interactions\":{\"answeredBefore\":false}}").body("matched", equalTo(2));
        preview(tenant, "{\"attributes\":{\"property_value\":{\"$gt\":1}}}").body("matched", equalTo(1));
        refused(tenant, "{\"query\":{}}", "/query");
        refused(tenant, "{}", "/query");
        refused(tenant, "{\"query\":{\"$and\":[{\"x\":1}]}}", "/query/$and/0/x");
        refused(tenant, "{\"interactions\":{\"notContactedFor\":\"30 days\"}}", "/interactions/notContactedFor");
        refused(tenant, "{\"interactions\":{\"lastOutcomeIn\":[\"gone\"]}}", "/interactions/lastOutcomeIn/0");
        refused(tenant, "{\"cities\":[null]}", "/cities/0");
        refused(tenant, "{\"cities\":[\"a\\u0000\"]}", "/cities/0");
    }

    private static Instant at(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static void matched(Api tenant, String query, int number) {
        preview(tenant, "{\"query\":" + query + "}")
                .statusCode(200)
                .body("matched", equalTo(number))
                .body("reachable", equalTo(number));
    }

    private static void refused(Api tenant, String audience, String pointer) {
        preview(tenant, audience).statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    private static ValidatableResponse preview(Api tenant, String audience) {
        return tenant.manager().body(audience).post("/api/v1/audiences/preview").then();
    }

    private void attributes(Api tenant) {
        String insert = "insert into attribute (tenant_id, name, attribute_no, type, created_at, updated_at) values "
                + "($1, 'booking_status', 100, 'text', '2026-01-01', '2026-01-01'),"
                + "($1, 'renewal_due', 101, 'date', '2026-01-01', '2026-01-01'),"
                + "($1, 'customer_type', 102, 'text', '2026-01-01', '2026-01-01'),"
                + "($1, 'property_value', 103, 'number', '2026-01-01', '2026-01-01'),"
                + "($1, 'last_interaction', 104, 'date', '2026-01-01', '2026-01-01')";
        in(tenant, connection -> connection.preparedQuery(insert).execute(Tuple.of(UUID.fromString(tenant.tenantId))));
    }

    /** A customer whose number ends in {@code no}, with these values in the searchable form. */
    private UUID customer(Api tenant, int no, Map<String, List<Object>> values) {
        UUID id = TenantId.next().value();
        UUID tenantId = UUID.fromString(tenant.tenantId);
        in(tenant, connection -> {
            Uni<?> done = connection
                    .preparedQuery("""
                            insert into customer (tenant_id, customer_id, external_id, name, phone, zones, created_at, updated_at)
                            values ($1, $2, $3, 'Somebody', $4, 'Asia/Riyadh', $5, $5)
                            """)
                    .execute(Tuple.of(
                            tenantId,
                            id,
                            id.toString(),
                            "+9665550000" + String.format("%02d", no),
                            Instant.now().atOffset(ZoneOffset.UTC)));
            for (Map.Entry<String, List<Object>> each : values.entrySet()) {
                for (int i = 0; i < each.getValue().size(); i++) {
                    int element = i;
                    Object value = each.getValue().get(i);
                    done = done.chain(() -> connection
                            .preparedQuery(
                                    "insert into " + column(value).replaceFirst("(.*)_value", "customer_value_$1")
                                            + " (tenant_id, attribute_no, customer_id, element, " + column(value)
                                            + ") values ($1, $2, $3, $4, $5)")
                            .execute(Tuple.of(tenantId, NUMBERS.get(each.getKey()), id, element, sql(value))));
                }
            }
            return done.replaceWithVoid();
        });
        return id;
    }

    private static String column(Object value) {
        if (value instanceof Double) {
            return "number_value";
        }
        if (value instanceof LocalDate) {
            return "date_value";
        }
        return value instanceof Instant ? "time_value" : "text_value";
    }

    private static Object sql(Object value) {
        return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
    }

    private void run(Api tenant, String statement, UUID customer) {
        in(tenant, connection -> connection
                .preparedQuery(statement)
                .execute(Tuple.of(UUID.fromString(tenant.tenantId), customer)));
    }

    private <T> T in(Api tenant, java.util.function.Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(TenantId.fromString(tenant.tenantId), work).await().atMost(Duration.ofSeconds(20));
    }
}
