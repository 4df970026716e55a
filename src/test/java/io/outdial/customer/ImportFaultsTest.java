package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Files and clients that are broken, and imports that get in each other's way: nothing is lost and nothing is a fault. */
@QuarkusTest
class ImportFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD = "external_id,phone,score\n";

    @Inject
    TenantDb db;

    @Inject
    ImportStore imports;

    @Inject
    ImportBeats beats;

    private static Response send(Api api, String type, byte[] file) {
        return api.manager()
                .config(ImportTest.PATIENT)
                .contentType(type)
                .body(file)
                .post("/api/v1/customers/import");
    }

    private static JsonPath taken(Api api, String type, String file) {
        return send(api, type, file.getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String row(int n, Object score) {
        return "C%05d,+9665550%05d,%s\n".formatted(n, n, score);
    }

    private List<Row> rows(Api api, String sql) {
        UUID tenant = UUID.fromString(api.tenantId);
        List<Row> rows = new ArrayList<>();
        db.inTenant(
                        new TenantId(tenant),
                        connection -> connection.preparedQuery(sql).execute(Tuple.of(tenant)))
                .await()
                .atMost(PATIENCE)
                .forEach(rows::add);
        return rows;
    }

    private static int matched(Api api, String query) {
        return api.manager()
                .body("{\"query\":" + query + "}")
                .post("/api/v1/audiences/preview")
                .then()
                .statusCode(200)
                .extract()
                .path("matched");
    }

    @Test
    void importsOfTheSameCustomersAtOnceAreAllDoneAndKeepValuesInStep() {
        Api api = Api.newTenant();
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, 5_000).boxed().toList());
        List<String> files = new ArrayList<>();
        for (int score = 1; score <= 2; score++) {
            StringBuilder file = new StringBuilder(HEAD);
            for (int n : numbers) {
                file.append(row(n, score));
            }
            files.add(file.toString());
            Collections.reverse(numbers); // each meets the other in the middle
        }
        List<CompletableFuture<JsonPath>> answers = files.stream()
                .map(file -> Beside.supply(() -> taken(api, "text/csv", file)))
                .toList();
        List<JsonPath> done = answers.stream().map(CompletableFuture::join).toList();
        assertThat(done.stream().mapToInt(answer -> answer.getInt("accepted")).sum())
                .isEqualTo(5_000);
        assertThat(done.stream().mapToInt(answer -> answer.getInt("updated")).sum())
                .isEqualTo(5_000);
        long ones = rows(api, "select count(*) from customer where tenant_id = $1 and attributes ->> 'score' = '1'")
                .get(0)
                .getLong(0);
        assertThat(matched(api, "{\"score\":1}")).isEqualTo((int) ones);
        assertThat(matched(api, "{\"score\":2}")).isEqualTo(5_000 - (int) ones);
    }

    @Test
    void aConnectionThatIsCutLeavesWhatCameWholeAndAFailedImport() throws IOException {
        Api api = Api.newTenant();
        String whole = HEAD + row(1, 1) + row(2, 2);
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/customers/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                            + "Authorization: Bearer " + api.token("admin") + "\r\nContent-Length: 1000000\r\n\r\n"
                            + whole + row(3, 3).substring(0, 20))
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> rows(api, "select state from customer_import where tenant_id = $1")
                                    .size()
                            == 1);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> rows(
                        api, "select state from customer_import where tenant_id = $1")
                .get(0)
                .getString(0)
                .equals("failed"));
        Row counts = rows(api, "select received, accepted from customer_import where tenant_id = $1")
                .get(0);
        assertThat(counts.getInteger("received")).isEqualTo(2);
        assertThat(counts.getInteger("accepted")).isEqualTo(2);
        api.manager().get("/api/v1/customers").then().body("items", hasSize(2));
    }

    @Test
    void aCompressedFileIsReadAndABrokenOneIsRefused() throws IOException {
        Api api = Api.newTenant();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(("\uFEFF" + HEAD + row(1, 1) + row(2, 2)).getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = bytes.toByteArray();
        encoded(api, "gzip", file).then().statusCode(200).body("accepted", equalTo(2));
        encoded(api, "gzip", Arrays.copyOf(file, file.length - 12)).then().statusCode(400);
        encoded(api, "gzip", HEAD.getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
        encoded(api, "br", file).then().statusCode(415);
    }

    /** A socket, because the client of the tests compresses by itself when it sees the header. */
    private static Response encoded(Api api, String encoding, byte[] file) {
        return api.manager()
                .config(RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("text/csv")
                .header("Content-Encoding", encoding)
                .body(file)
                .post("/api/v1/customers/import");
    }

    @Test
    void aLongTextIsKeptFoundChangedAndErased() {
        Api api = Api.newTenant();
        StringBuilder random = new StringBuilder();
        new Random(7).ints(7_900, 0x600, 0x6ff).forEach(c -> random.append((char) c));
        String text = random.toString();
        taken(api, "text/csv", "external_id,phone,note\nA,+966555000001," + text + "\nB,+966555000002,short\n");
        assertThat(matched(
                        api,
                        "{\"note\":{\"$regex\":\"^" + text.substring(0, 20).replaceAll("\\p{Punct}", ".") + "\"}}"))
                .isEqualTo(1);
        assertThat(matched(api, "{\"note\":{\"$exists\":true}}")).isEqualTo(2);
        taken(api, "text/csv", "external_id,phone,note\nA,+966555000001,short\n");
        assertThat(matched(api, "{\"note\":\"short\"}")).isEqualTo(2);
        taken(api, "text/csv", "external_id,phone,note\nA,+966555000001," + text + "\n");
        assertThat(matched(api, "{\"note\":\"short\"}")).isEqualTo(1);
        String id = api.manager().get("/api/v1/customers").path("items.find { it.externalId == 'A' }.id");
        api.manager()
                .header("If-Match", "*")
                .delete("/api/v1/customers/" + id)
                .then()
                .statusCode(204);
        assertThat(rows(api, "select 1 from customer_value where tenant_id = $1 and length(text_value) > 500"))
                .isEmpty();
    }

    @Test
    void whatIsStoredOfACustomerIsFoundAlsoAfterTheTenantsZoneChanged() {
        Api api = Api.newTenant();
        String head = "external_id,phone,visit,plan\n";
        taken(api, "text/csv", head + "A,+966555000001,2025-01-01T10:00,x\nB,+966555000002,2025-01-01T10:00,x\n");
        String tag = api.manager().get("/api/v1/tenant").getHeader("ETag");
        api.manager()
                .header("If-Match", tag)
                .body("{\"timeZone\":\"Asia/Tokyo\"}")
                .patch("/api/v1/tenant")
                .then()
                .statusCode(200);
        taken(api, "text/csv", head + "A,+966555000001,2025-02-01T10:00,y\n");
        assertThat(rows(api, "select time_value from customer_value_time where tenant_id = $1 order by time_value"))
                .extracting(row -> row.getOffsetDateTime(0).toInstant())
                .as("the untouched customer's as it was read then, the other's one new one")
                .containsExactly(Instant.parse("2025-01-01T07:00:00Z"), Instant.parse("2025-02-01T01:00:00Z"));
        assertThat(rows(api, "select 1 from customer_value_text where tenant_id = $1 and attribute_no >= 100"))
                .hasSize(2);
    }

    @Test
    void whatNoDatabaseCanKeepIsRefusedByItsLine() {
        Api api = Api.newTenant();
        JsonPath answer = taken(api, "application/x-ndjson", """
                {"externalId":"A","phone":"+966555000001","big":1e400}
                {"externalId":"B","phone":"+966555000002","half":"\\ud800 x"}
                {"externalId":"C","phone":"+966555000003","name":"\\udc00"}
                {"externalId":"D","phone":"+966555000004","\\ud800":1}
                {"externalId":"E","phone":"+966555000005","whole":"\\ud83d\\ude00","big":1e30}
                """);
        assertThat(answer.getList("errors.line")).containsExactly(1, 2, 3, 4);
        assertThat(answer.getInt("accepted")).isEqualTo(1);
        assertThat(matched(api, "{\"whole\":\"\uD83D\uDE00\"}")).isEqualTo(1);
    }

    @Test
    void aTenantHasNoMoreImportsRunningThanItMay() {
        Api api = Api.newTenant();
        TenantId tenant = TenantId.fromString(api.tenantId);
        Instant now = Instant.now();
        List<UUID> running = List.of(Uuid7.next(), Uuid7.next());
        running.forEach(id -> imports.begin(tenant, id, false, "somebody", 2, beats.silentSince(now), now)
                .await()
                .atMost(PATIENCE));
        send(api, "text/csv", (HEAD + row(1, 1)).getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(429)
                .header("Retry-After", equalTo("10"));
        assertThat(taken(Api.newTenant(), "text/csv", HEAD + row(1, 1)).getInt("accepted"))
                .as("another tenant's goes on")
                .isEqualTo(1);
        imports.finish(tenant, running.get(0), ImportAnswer.FINISHED, List.of(), now)
                .await()
                .atMost(PATIENCE);
        assertThat(taken(api, "text/csv", HEAD + row(1, 1)).getInt("accepted")).isEqualTo(1);
    }

    @Test
    void aReplicaHasNoMoreImportsRunningThanItMay() {
        Api api = Api.newTenant();
        int entered = 0;
        try {
            for (; entered < 4; entered++) {
                beats.enter();
            }
            send(api, "text/csv", (HEAD + row(1, 1)).getBytes(StandardCharsets.UTF_8))
                    .then()
                    .statusCode(429)
                    .header("Retry-After", equalTo("10"));
        } finally {
            for (; entered > 0; entered--) {
                beats.leave();
            }
        }
        assertThat(taken(api, "text/csv", HEAD + row(1, 1)).getInt("accepted")).isEqualTo(1);
    }
}
