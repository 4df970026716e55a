package io.outdial.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What is said beside the answers: metrics, logs and refusals carry nothing of a person's, and no secret. */
@QuarkusTest
class LeaksTest {

    private static final Pattern NUMBER = Pattern.compile("(\\+|%2B)[1-9][0-9]{6,14}(?![0-9])|966512349999");
    private static final Pattern ID = Pattern.compile("uri=\"[^\"]*[0-9a-f]{8}-[0-9a-f]{4}-");
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}|whsec_");

    @Test
    void metricsHaveNoPersonsAndNoSecrets() {
        Api tenant = Api.newTenant();
        Belongings own = Belongings.of(tenant);
        Operations.all().stream()
                .filter(each -> each.method().equals("get") && !each.path().endsWith("/events"))
                .forEach(each -> {
                    if (!each.ofPlatform()) {
                        each.send(tenant.manager(), own.parameters(each));
                    }
                });
        tenant.manager().get("/api/v1/nothing/+966512349999");
        tenant.manager().get("/api/v1/do-not-call/+966512349999/" + Belongings.MARK);
        given().auth().oauth2("eyJhbGciOiJub25lIn0.e30.").get("/api/v1/customers?q=+966512349999");
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics).contains("http_server_requests").doesNotContain(Belongings.MARK, tenant.slug);
        assertThat(NUMBER.matcher(metrics).results().map(found -> found.group()).toList())
                .isEmpty();
        assertThat(TOKEN.matcher(metrics).find()).isFalse();
        assertThat(ID.matcher(metrics).results().map(found -> found.group()).toList())
                .isEmpty();
    }

    @Test
    void refusalsAreLoggedWithoutPersonsTokensAndValues() {
        Api tenant = Api.newTenant();
        String token = tenant.token("admin");
        List<String> lines = logged(() -> {
            for (String path :
                    List.of("customers", "do-not-call", "opt-outs", "campaigns", "conversions", "webhooks")) {
                for (Object body : List.of(
                        Map.of("phone", "+966512349999", "name", Belongings.MARK + "\u0000"),
                        Map.of("externalId", "C1\u0000", "phone", "+966512349999", "name", Belongings.MARK),
                        List.of("+966512349999"),
                        "{\"phone\": \"+966512349999\", ")) {
                    tenant.manager().body(body).post("/api/v1/" + path);
                }
            }
            tenant.manager().get("/api/v1/customers/+966512349999");
            tenant.manager().get("/api/v1/customers?cursor=+966512349999");
            given().auth().oauth2(token.substring(0, token.length() - 3)).get("/api/v1/customers");
            given().auth().oauth2("eyJhbGciOiJub25lIn0.e30.").get("/api/v1/customers");
            tenant.manager()
                    .contentType("text/csv")
                    .body("external_id,phone,name\nC1,+966512349999," + Belongings.MARK + "\u0000\n")
                    .post("/api/v1/customers/import");
        });
        clean(lines, token);
    }

    /** A defect is logged with all that was thrown, which others have written; the answer has an id only. */
    @Test
    void aDefectIsLoggedWithoutThePersonItHappenedTo() {
        Api tenant = Api.newTenant();
        List<String> lines = logged(() -> Logger.getLogger("io.outdial.platform.ProblemMappers")
                .log(
                        Level.SEVERE,
                        "Request failed",
                        new IllegalStateException(
                                "invalid input syntax for type uuid: +966512349999",
                                new IllegalArgumentException("Bearer " + tenant.token("admin")))));
        assertThat(lines).anyMatch(line -> line.contains("Request failed") && line.contains("IllegalStateException"));
        clean(lines, tenant.token("admin"));
    }

    @Test
    void aRefusalNamesNothingOfAnotherTenant() {
        Api theirs = Api.newTenant();
        Belongings.of(theirs);
        Api tenant = Api.newTenant();
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("externalId", Belongings.MARK, "phone", "+966512349999", "name", "mine"))) {
            // What is unique is unique in its tenant: nobody learns by a conflict what another has.
            tenant.manager().body(body).post("/api/v1/customers").then().statusCode(201);
        }
        tenant.manager()
                .body(Map.of("name", "secret_attribute", "type", "number"))
                .post("/api/v1/attributes")
                .then()
                .statusCode(201);
        String audit = tenant.manager()
                .get("/api/v1/audit")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(audit).doesNotContain(theirs.tenantId, theirs.slug);
    }

    private static void clean(List<String> lines, String token) {
        String all = String.join("\n", lines);
        assertThat(NUMBER.matcher(all).find()).as(all).isFalse();
        assertThat(TOKEN.matcher(all).find()).as(all).isFalse();
        assertThat(all).doesNotContain(Belongings.MARK, token.substring(20, 60));
    }

    /** Lines as the console has them, with what was thrown. */
    private static List<String> logged(Runnable work) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        PatternFormatter formatter = new PatternFormatter("%p %c %s%e");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                try {
                    lines.add(formatter.format(record));
                } catch (RuntimeException e) {
                    reportError("not formatted", e, ErrorManager.FORMAT_FAILURE);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.INFO);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            work.run();
        } finally {
            root.removeHandler(handler);
        }
        return List.copyOf(lines);
    }
}
