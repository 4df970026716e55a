package io.outdial.audience;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What only the whole way shows: that nothing people send is a 500, and whose days a date is in. */
@QuarkusTest
class AudienceOverHttpTest {

    private static final String CUSTOMERS = """
            {"external_id":"a","phone":"+966555000001","city":"riyadh","last_contacted":"2024-01-01","calls":9,"n":[1,20]}
            {"external_id":"b","phone":"+966555000002","city":"jeddah"}
            """;

    @Test
    void whateverIsSentIsAnsweredWithAProblem() {
        Api tenant = withCustomers();
        List<String> bodies = List.of(
                "",
                "null",
                "[]",
                "{\"query\":",
                "{\"query\":{\"city\":\"\\u0000\"}}",
                "{\"query\":{\"city\":\"\\ud800\"}}",
                "{\"query\":{\"\\ud800\":1}}",
                "{\"query\":{\"\\u0000\":1}}",
                "{\"\\ud800\":1}",
                "{\"attributes\":{\"\\udfff\":1}}",
                "{\"cities\":[\"\\ud800\"]}",
                "{\"query\":{\"n\":1e999}}",
                "{\"query\":{\"n\":1e999999999}}",
                "{\"query\":{\"n\":{\"$gt\":1e-999999999}}}",
                "{\"query\":{\"n\":[0,1e-16000]}}",
                "{\"attributes\":{\"n\":1e-16000}}",
                "{\"query\":{\"n\":" + "9".repeat(2000) + "}}",
                "{\"query\":{\"n\":NaN}}",
                "{\"query\":{\"n\":1,\"n\":2}}",
                "{\"query\":" + "[".repeat(5000),
                "{\"query\":" + "{\"$and\":[".repeat(200) + "{\"n\":1}" + "]}".repeat(200) + "}",
                "{\"query\":{\"$or\":[" + "{\"n\":1},".repeat(5000) + "{\"n\":1}]}}",
                "{\"query\":{\"city\":{\"$all\":[" + "\"a\",".repeat(900) + "\"a\"]}}}",
                "{\"query\":{\"last_contacted\":\"2024-02-30\"}}",
                "{\"query\":{\"last_contacted\":\"+99999-01-01\"}}",
                "{\"query\":{\"last_contacted\":{\"$now\":\"P99999999999Y\"}}}",
                "{\"query\":{\"city\":{\"$regex\":\"(a*)*(b\"}}}",
                "{\"query\":{\"city\":{\"$regex\":\"(a{100}){100}\"}}}",
                "{\"query\":{\"city\":{\"$regex\":\"\\\\1\"}}}",
                "{\"query\":{\"x~y/z\":1}}");
        SoftAssertions all = new SoftAssertions();
        for (String body : bodies) {
            int status = preview(tenant, body).extract().statusCode();
            all.assertThat(status)
                    .as(body.length() > 100 ? body.substring(0, 100) : body)
                    .isEqualTo(400);
        }
        int notUtf8 = tenant.manager()
                .body("{\"query\":{\"city\":\"é\"}}".getBytes(StandardCharsets.ISO_8859_1))
                .post("/api/v1/audiences/preview")
                .statusCode();
        all.assertThat(notUtf8).isEqualTo(400);
        all.assertAll();
        preview(tenant, "{\"query\":{\"x~y/z\":1}}").body("errors[0].pointer", equalTo("/query/x~0y~1z"));
    }

    @Test
    void theHeaviestThatIsAllowedIsAnswered() {
        Api tenant = withCustomers();
        StringBuilder patterns = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            patterns.append(i == 0 ? "" : ",")
                    .append("{\"city\":{\"$regex\":\"(?:[^a]|b|\\\\w\\\\d(r?i?){7}){0,")
                    .append(12 + i)
                    .append("}h$\",\"$options\":\"i\"}}");
        }
        preview(tenant, "{\"query\":{\"$or\":[" + patterns + "]}}")
                .statusCode(200)
                .body("matched", equalTo(2));
        preview(tenant, "{\"query\":{\"city\":{\"$regex\":\"^((a?){20}){24}riyadh$\"}}}")
                .statusCode(200)
                .body("matched", equalTo(1));
        preview(tenant, "{\"query\":{\"$or\":[" + "{\"n\":{\"$nin\":[1,2,3]}},".repeat(254) + "{\"n\":1}]}}")
                .statusCode(200)
                .body("matched", equalTo(2));
        preview(tenant, "{\"query\":{\"city\":[" + "\"a\",".repeat(999) + "\"riyadh\"]}}")
                .body("matched", equalTo(1));
    }

    @Test
    void datesAreTheTenantsDays() {
        Api tenant = withCustomers();
        matched(tenant, "{\"last_contacted\":{\"$lt\":\"2024-01-01\"}}", 0);
        matched(tenant, "{\"last_contacted\":{\"$gte\":\"2024-01-01\",\"$lt\":\"2024-01-02\"}}", 1);
    }

    @Test
    void newOperatorsReachThePreviewAndItsNormalForm() {
        Api tenant = withCustomers();
        preview(tenant, "{\"query\":{\"city\":{\"$regex\":\"^RI\",\"$options\":\"i\"}}}")
                .body("matched", equalTo(1))
                .body("normalized.city.$regex", equalTo("^RI"))
                .body("normalized.city.$options", equalTo("i"));
        matched(tenant, "{\"n\":{\"$gt\":5,\"$lt\":10}}", 1);
        matched(tenant, "{\"n\":{\"$elemMatch\":{\"$gt\":5,\"$lt\":10}}}", 0);
        preview(tenant, "{\"query\":{\"n\":{\"$not\":{\"$elemMatch\":{\"$gt\":5,\"$lt\":10}}}}}")
                .body("matched", equalTo(2))
                .body("matchedByAbsence", equalTo(1));
        preview(tenant, "{\"query\":{\"n\":{\"$type\":\"null\"}}}")
                .body("matched", equalTo(1))
                .body("matchedByAbsence", equalTo(1));
        preview(tenant, "{\"attributes\":{\"calls\":9}}")
                .body("matched", equalTo(1))
                .body("normalized.'attributes.calls'.$eq", equalTo(9));
        preview(tenant, "{\"query\":{\"citty\":\"a\"}}")
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("errors[0].detail", containsString("Did you mean city?"));
    }

    private static Api withCustomers() {
        Api tenant = Api.newTenant();
        tenant.manager()
                .contentType("application/x-ndjson")
                .body(CUSTOMERS.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(2));
        return tenant;
    }

    private static void matched(Api tenant, String query, int number) {
        preview(tenant, "{\"query\":" + query + "}").statusCode(200).body("matched", equalTo(number));
    }

    private static ValidatableResponse preview(Api tenant, String audience) {
        return tenant.manager().body(audience).post("/api/v1/audiences/preview").then();
    }
}
