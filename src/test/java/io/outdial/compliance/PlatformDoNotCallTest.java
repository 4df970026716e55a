package io.outdial.compliance;

import static io.outdial.support.Api.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The one list that all tests share: each takes numbers of its own, in a range that nobody else calls. */
@QuarkusTest
class PlatformDoNotCallTest {

    private static final String URL = "/api/v1/platform/do-not-call";

    private final String stem = "+88351" + ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000);

    @Test
    void anEntryBlocksForEveryTenantUntilItIsTakenOff() {
        String phone = stem + "1";
        platform()
                .body(Map.of("phone", phone, "reason", "court order"))
                .post(URL)
                .then()
                .statusCode(201)
                .header("Location", org.hamcrest.Matchers.endsWith(URL + "/" + phone))
                .body("phone", equalTo(phone))
                .body("list", equalTo("platform"))
                .body("reason", equalTo("court order"));
        for (Api tenant : List.of(Api.newTenant(), Api.newTenant())) {
            tenant.manager()
                    .get("/api/v1/do-not-call/{p}", phone)
                    .then()
                    .body("blocked", equalTo(true))
                    .body("entries[0].list", equalTo("platform"));
            tenant.manager().get("/api/v1/do-not-call").then().body("items", hasSize(0));
        }
        platform().get(URL + "/{p}", phone).then().statusCode(200).body("blocked", equalTo(true));
        platform().delete(URL + "/{p}", phone).then().statusCode(204);
        platform().delete(URL + "/{p}", phone).then().statusCode(404);
        platform().get(URL + "/{p}", phone).then().body("blocked", equalTo(false));
    }

    @Test
    void aListIsImportedAgainAndReadInPages() {
        String csv = "phone,reason,expires\n" + stem + "2,asked,\n" + stem + "3,,2099-01-31\n" + stem
                + "4,,2020-01-31\nabc,,\n";
        for (int[] counts : new int[][] {{3, 0}, {0, 3}}) {
            platform()
                    .contentType("text/csv")
                    .body(csv)
                    .post(URL + "/import")
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(4))
                    .body("accepted", equalTo(counts[0]))
                    .body("updated", equalTo(counts[1]))
                    .body("rejected", equalTo(1))
                    .body("errors[0].line", equalTo(5));
        }
        platform().get(URL + "/{p}", stem + "3").then().body("blocked", equalTo(true));
        platform().get(URL + "/{p}", stem + "4").then().body("blocked", equalTo(false));

        List<String> read = new ArrayList<>();
        String cursor = stem;
        do {
            JsonPath page = platform()
                    .queryParam("limit", 1)
                    .queryParam("cursor", cursor)
                    .get(URL)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            read.addAll(page.getList("items.phone"));
            cursor = page.getString("nextCursor");
        } while (cursor != null && read.size() < 3);
        assertThat(read).containsExactly(stem + "2", stem + "3", stem + "4");
    }

    @Test
    void anExistingEntryIsReplaced() {
        String phone = stem + "5";
        platform().body(Map.of("phone", phone)).post(URL).then().statusCode(201);
        platform()
                .body(Map.of("phone", phone, "reason", "later", "expiresAt", "2099-01-01T00:00:00Z"))
                .post(URL)
                .then()
                .statusCode(201);
        platform()
                .get(URL + "/{p}", phone)
                .then()
                .body("entries", hasSize(1))
                .body("entries[0].reason", equalTo("later"));
    }

    @Test
    void onlyThePlatformWritesItAndNumbersAreInternational() {
        Api tenant = Api.newTenant();
        Map<String, String> entry = Map.of("phone", stem + "6");
        tenant.manager().body(entry).post(URL).then().statusCode(403);
        tenant.withScopes("admin", "platform:admin")
                .body(entry)
                .post(URL)
                .then()
                .statusCode(403);
        tenant.manager().get(URL).then().statusCode(403);
        platform()
                .body(Map.of("phone", "055 123 4567"))
                .post(URL)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/phone"));
        platform().get(URL + "/{p}", stem + "6").then().body("blocked", equalTo(false));
    }
}
