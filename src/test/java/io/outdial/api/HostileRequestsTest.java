package io.outdial.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.platform.CsvRecords;
import io.outdial.support.Api;
import io.outdial.support.RawHttp;
import io.outdial.support.RawHttp.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong below the level of what the API describes: in their path, their head, their framing, their pace. */
@QuarkusTest
class HostileRequestsTest {

    /** Anything but a plain number, which a telephone number is too. */
    private static final Pattern FORMULA =
            Pattern.compile("[=@\\t\\r\\n\uFF1D].*|[+-](?![0-9]+(\\.[0-9]+)?$).*", Pattern.DOTALL);

    private static final String CUSTOMERS = "/api/v1/customers";

    private Api api;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = Api.newTenant();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/..%2f..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%5c..%5cetc%5cpasswd",
                "/%252e%252e/etc/passwd",
                "/api/v1/../../../etc/passwd",
                "/api/v1/customers/..%2f..%2f..%2fetc%2fpasswd",
                "/api/v1/attributes/..%2f..%2fapplication.properties",
                "/api/v1/attributes/../../../application.properties",
                "/q/openapi/../../application.properties",
                "/application.properties",
                "/META-INF/microprofile-config.properties",
                "/db/migration/V1__first_schema.sql",
                "/..;/application.properties",
                "/api/v1/customers/%00",
                "/api/v1/customers/%c0%ae%c0%ae%2f",
                "/api/v1/customers/%ff",
                "/api/v1/customers/%zz",
                "/api/v1/customers?cursor=%zz",
                "/api/v1/customers/%0d%0aX-Injected:%20yes",
                "/api/v1/customers/import/%0d%0aX-Injected:%20yes"
            })
    void aPathLeadsToNoFileAndIntoNoHeader(String path) {
        Answer answer = RawHttp.send(RawHttp.request("GET", path, bearer(), "Accept: */*"));
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("root:", "quarkus.", "create table");
        assertThat(answer.has("X-Injected")).isFalse();
    }

    /** However the path is written, what it leads to asks for a token. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/customers",
                "/api/v1/customers/",
                "//api/v1/customers",
                "/api//v1///customers",
                "/api/v1/./customers",
                "/api/v1/tenant/../customers",
                "/api/v1/%63ustomers",
                "/api/v1/customers;a=b",
                "/api;x/v1/customers",
                "/API/V1/customers",
                "/q/health/../../api/v1/customers",
                "/q/health/..;/..;/api/v1/customers",
                "/telephony/http/../../api/v1/customers",
                "http://localhost/api/v1/customers"
            })
    void noWayOfWritingAPathSparesTheToken(String path) {
        assertThat(RawHttp.send(RawHttp.request("GET", path)).status()).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void noHeaderChangesTheMethod(String header) {
        String id = customer("Sara");
        given().auth()
                .oauth2(api.token("admin"))
                .header(header, "DELETE")
                .header("If-Match", "*")
                .get(CUSTOMERS + "/" + id)
                .then()
                .statusCode(200);
        api.manager().get(CUSTOMERS + "/" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Idempotency-Key: a\rX-Injected: yes",
                "Idempotency-Key: a\nX-Injected: yes",
                "Idempotency-Key: a\r\n X-Injected: yes",
                "Idempotency-Key: a\0b",
                "Idempotency-Key: \u00e9",
                "X-Request-Id: a\rX-Injected: yes",
                "X-Request-Id: a\0b",
                "If-Match: \0",
                "Accept: \u0001",
                "Content-Type: application/json\0",
                "X Y: z",
                ": nothing",
                "Content-Length: 2\r\nContent-Length: 20",
                "Content-Length: -1",
                "Content-Length: 3000000000",
                "Content-Length: 99999999999999999999",
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked, nonsense",
                "Transfer-Encoding: nonsense"
            })
    void aHeadIsNeverReadAsMoreThanItSays(String header) {
        Answer answer = RawHttp.send(
                RawHttp.request("POST", CUSTOMERS, bearer(), "Content-Type: application/json", header) + "{}");
        assertThat(answer.status()).as(answer.body()).isIn(0, 400, 404, 405, 406, 411, 413, 415);
        assertThat(answer.has("X-Injected")).isFalse();
        assertThat(answer.body()).doesNotContain("X-Injected");
    }

    /** What is smuggled behind a body of two lengths is no request of its own. */
    @Test
    void aBodyOfTwoLengthsHidesNoRequest() {
        String hidden = "0\r\n\r\nGET " + CUSTOMERS + " HTTP/1.1\r\nHost: localhost\r\n" + bearer() + "\r\n\r\n";
        Answer answer = RawHttp.send("POST " + CUSTOMERS + " HTTP/1.1\r\nHost: localhost\r\n" + bearer()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + hidden.length()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + hidden);
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("HTTP/1.1 200", "nextCursor");
    }

    /** Refused when nothing is done yet, and not when it is done and cannot be told. */
    @Test
    void anAcceptHeaderThatIsNoneDoesNothing() {
        String body = "{\"name\": \"C\"}";
        Answer answer = RawHttp.send(RawHttp.request(
                        "POST",
                        "/api/v1/campaigns",
                        bearer(),
                        "Accept: x",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length())
                + body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.manager().get("/api/v1/campaigns").<List<?>>path("items"))
                .isEmpty();
    }

    @Test
    void aFileSaysWhatItIs() {
        Answer answer =
                RawHttp.send(RawHttp.request("POST", CUSTOMERS + "/import", bearer(), "Content-Length: 2") + "a\n");
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void whatARequestIsCalledIsKeptOnlyWhenItIsAName() {
        for (String name : List.of("<script>alert(1)</script>", "x".repeat(200), "a b")) {
            api.manager()
                    .header("X-Request-Id", name)
                    .body(Map.of("name", "C"))
                    .post("/api/v1/campaigns")
                    .then()
                    .statusCode(201);
        }
        List<String> names = api.manager()
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .extract()
                .path("items.requestId");
        assertThat(names).hasSizeGreaterThanOrEqualTo(3).containsOnlyNulls();
    }

    @Test
    void aHeadBeyondItsLimitIsRefused() {
        String large = "x".repeat(30_000);
        assertThat(RawHttp.send(RawHttp.request("GET", CUSTOMERS, bearer(), "X-Large: " + large))
                        .status())
                .isEqualTo(431);
        assertThat(RawHttp.send(RawHttp.request("GET", CUSTOMERS + "?cursor=" + large, bearer()))
                        .status())
                .isEqualTo(414);
        assertThat(RawHttp.send(RawHttp.request("GET", CUSTOMERS, "Authorization: Bearer " + "x".repeat(15_000)))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"audience\":{\"query\":{\"$not\":", "{\"query\":{\"$or\":["})
    void aBodyIsReadToSomeDepth(String nested) {
        String body = nested.repeat(900_000 / nested.length());
        for (String path :
                List.of(CUSTOMERS, "/api/v1/campaigns", "/api/v1/audiences/preview", "/api/v1/customers/search")) {
            Answer answer = RawHttp.send(RawHttp.request(
                            "POST",
                            path,
                            bearer(),
                            "Content-Type: application/json",
                            "Content-Length: " + body.length())
                    + body);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.body()).hasSizeLessThan(5_000);
        }
    }

    @Test
    void aCredentialGoesIntoAHeaderAndHasNoLineEnds() {
        for (String key : List.of("key\r\nX-Injected: yes", "key\nX", "key\u0000", "key\u2028")) {
            api.manager()
                    .body(Map.of(
                            "kind",
                            "retell",
                            "name",
                            "n",
                            "settings",
                            Map.of("agentId", "agent_1"),
                            "credentials",
                            Map.of("apiKey", key)))
                    .post("/api/v1/telephony/connections")
                    .then()
                    .statusCode(400)
                    .body("errors.pointer", org.hamcrest.Matchers.hasItem("/credentials/apiKey"));
        }
    }

    /** Every byte begins the server's own timeouts anew; the time for the whole body is another. */
    @Test
    void aBodyThatTricklesOrStopsIsCutOff() {
        try (RawHttp stopped = new RawHttp();
                RawHttp trickling = new RawHttp()) {
            stopped.write(begun("PATCH " + CUSTOMERS + "/" + customer("Sara")));
            trickling.write(begun("POST " + CUSTOMERS));
            assertThat(trickling.trickle(Duration.ofMillis(200), Duration.ofSeconds(30)))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(20));
            Answer answer = stopped.read();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.head()).anyMatch(line -> line.equalsIgnoreCase("content-type: application/problem+json"));
            assertThat(answer.body()).contains("problems/request-timeout");
        }
        customer("Noura"); // the service goes on
    }

    private String begun(String operation) {
        return operation + " HTTP/1.1\r\nHost: localhost\r\n" + bearer()
                + "\r\nIf-Match: *\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    }

    @Test
    void aBombIsNoImport() throws IOException {
        java.io.ByteArrayOutputStream bomb = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bomb)) {
            out.write("external_id,phone\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (int i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        api.manager()
                .contentType("text/csv")
                .header("Content-Encoding", "gzip")
                .body(bomb.toByteArray())
                .post(CUSTOMERS + "/import")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("times as large"));
    }

    @Test
    void noCellOfAnyCsvIsAFormula() throws IOException {
        Belongings own = Belongings.of(api, "=1+1");
        List<Operations.Operation> files = Operations.all().stream()
                .filter(each -> each.method().equals("get")
                        && each.responses().toString().contains("text/csv"))
                .toList();
        assertThat(files).isNotEmpty();
        for (Operations.Operation file : files) {
            noFormula(api.manager()
                    .accept("text/csv")
                    .get(file.filled(own.parameters(file)))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        }
    }

    @Test
    void whateverASpreadsheetTakesForAFormulaIsNone() throws IOException {
        List<String> formulas = List.of("=1+1", "+1+1", "-1+1", "@sum(a1)", "\t=1", "\r=1", "\n=1", "\uFF1D1+1", "'=1");
        for (int i = 0; i < formulas.size(); i++) {
            api.manager()
                    .body(Map.of(
                            "externalId",
                            formulas.get(i) + "e" + i,
                            "phone",
                            "+96655500007" + i,
                            "name",
                            formulas.get(i),
                            "attributes",
                            Map.of("note", formulas.get(i), "x" + i, List.of(formulas.get(i)))))
                    .post(CUSTOMERS)
                    .then()
                    .statusCode(201);
        }
        String csv = api.manager()
                .accept("text/csv")
                .get(CUSTOMERS + "/export")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        noFormula(csv);
        assertThat(csv)
                .contains("'=1+1", "'+1+1", "'-1+1", "'@sum(a1)", "'\t=1", "'\r=1", "'\n=1", "'\uFF1D1+1", "''=1");
    }

    private static void noFormula(String csv) throws IOException {
        CsvRecords records = new CsvRecords(new StringReader(csv), ',');
        for (CsvRecords.Found row; (row = records.next()) != null; ) {
            assertThat(row.code()).as(csv).isNull();
            assertThat(row.cells()).noneMatch(FORMULA.asMatchPredicate());
        }
    }

    private String customer(String name) {
        return api.manager()
                .body(Map.of("externalId", name, "phone", "+966555000070", "name", name))
                .post(CUSTOMERS)
                .then()
                .statusCode(201)
                .body("name", equalTo(name))
                .extract()
                .path("id");
    }

    private String bearer() {
        return "Authorization: Bearer " + api.token("admin");
    }
}
