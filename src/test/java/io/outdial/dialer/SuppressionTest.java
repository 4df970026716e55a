package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a campaign may not call: each way to forbid it, before the activation, after it, and at the last moment. */
@QuarkusTest
class SuppressionTest {

    private static final Instant NOW = Scene.OPEN;

    /** One customer for each way; those that forbid nothing come last. */
    private enum Way {
        TENANT_LIST,
        OPT_OUT,
        CHOSEN_LIST,
        PLATFORM_LIST,
        ERASED,
        NO_CONSENT,
        LIST_OF_OTHERS,
        ENTRY_THAT_EXPIRED,
        NOTHING
    }

    @Inject
    Bench bench;

    private final Map<Way, String> phones = new LinkedHashMap<>();
    private final Map<Way, String> ids = new LinkedHashMap<>();

    @AfterEach
    void thePlatformsListIsEveryTestsList() {
        Api.platform().delete("/api/v1/platform/do-not-call/{p}", phones.get(Way.PLATFORM_LIST));
    }

    @Test
    void beforeTheActivationTheyAreSuppressedWithTheReason() {
        Scene scene = scene();
        for (Way way : Way.values()) {
            forbid(scene, way);
        }
        // Erased and imported again: what remains of the erasure is the number.
        scene.api
                .manager()
                .body(Map.of("externalId", "again", "phone", phones.get(Way.ERASED), "consentAt", "2026-01-01"))
                .post("/api/v1/customers")
                .then()
                .statusCode(201);
        String campaign = scene.closed(rules());

        assertThat(targets(scene, campaign))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Way.TENANT_LIST, "suppressed do_not_call",
                        Way.OPT_OUT, "suppressed opt_out",
                        Way.CHOSEN_LIST, "suppressed do_not_call",
                        Way.PLATFORM_LIST, "suppressed do_not_call",
                        Way.ERASED, "suppressed do_not_call",
                        Way.NO_CONSENT, "suppressed no_consent",
                        Way.LIST_OF_OTHERS, "pending null",
                        Way.ENTRY_THAT_EXPIRED, "pending null",
                        Way.NOTHING, "pending null"));
        assertThat(suppressed(scene, campaign)).isEqualTo(Map.of("do_not_call", 4, "opt_out", 1, "no_consent", 1));
        assertThat(called(scene, bench.claim(scene, NOW)))
                .containsExactlyInAnyOrder(Way.LIST_OF_OTHERS, Way.ENTRY_THAT_EXPIRED, Way.NOTHING);
    }

    @Test
    void afterTheActivationTheyAreSuppressedWhenTheirTurnComes() {
        Scene scene = scene();
        String campaign = scene.closed(rules());
        assertThat(suppressed(scene, campaign)).isEmpty();
        for (Way way : Way.values()) {
            forbid(scene, way);
        }
        assertThat(called(scene, bench.claim(scene, NOW)))
                .containsExactlyInAnyOrder(Way.LIST_OF_OTHERS, Way.ENTRY_THAT_EXPIRED, Way.NOTHING);
        assertThatTheyWereSuppressed(scene, campaign);
    }

    /** Consent is looked at when a target is claimed, lists once more when its request leaves. */
    @Test
    void afterTheClaimTheyAreNotCalledEither() {
        Scene scene = scene();
        String campaign = scene.closed(rules());
        forbid(scene, Way.NO_CONSENT);
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(Way.values().length - 1);
        for (Way way : Way.values()) {
            forbid(scene, way);
        }
        Network network = new Network(new LookUp.Unsure(), false);
        bench.send(scene, claimed, network, NOW);
        assertThat(network.phones)
                .containsExactlyInAnyOrder(
                        phones.get(Way.LIST_OF_OTHERS), phones.get(Way.ENTRY_THAT_EXPIRED), phones.get(Way.NOTHING));
        assertThat(bench.claim(scene, NOW.plusSeconds(1))).isEmpty();
        assertThatTheyWereSuppressed(scene, campaign);
    }

    private void assertThatTheyWereSuppressed(Scene scene, String campaign) {
        assertThat(targets(scene, campaign))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Way.TENANT_LIST, "suppressed do_not_call",
                        Way.OPT_OUT, "suppressed opt_out",
                        Way.CHOSEN_LIST, "suppressed do_not_call",
                        Way.PLATFORM_LIST, "suppressed do_not_call",
                        Way.ERASED, "suppressed customer_erased",
                        Way.NO_CONSENT, "suppressed no_consent",
                        Way.LIST_OF_OTHERS, "in_progress null",
                        Way.ENTRY_THAT_EXPIRED, "in_progress null",
                        Way.NOTHING, "in_progress null"));
        assertThat(suppressed(scene, campaign))
                .isEqualTo(Map.of("do_not_call", 3, "opt_out", 1, "customer_erased", 1, "no_consent", 1));
    }

    private static JsonObject rules() {
        return new JsonObject()
                .put("requireConsent", true)
                .put("doNotCallLists", new JsonArray().add("partners").add("nobody-is-on-it"));
    }

    /** A customer for each way, all with a consent on record. */
    private Scene scene() {
        Scene scene = new Scene(bench.db, Map.of(), Way.values().length);
        List<Row> rows = scene.sql(
                "update customer set consent_at = created_at, phone = '+96655' || ($2 + external_id::int)"
                        + " where tenant_id = $1 returning customer_id, phone",
                ThreadLocalRandom.current().nextInt(1_000_000, 9_000_000));
        for (Way way : Way.values()) {
            phones.put(way, rows.get(way.ordinal()).getString("phone"));
            ids.put(way, rows.get(way.ordinal()).getUUID("customer_id").toString());
        }
        return scene;
    }

    private void forbid(Scene scene, Way way) {
        String phone = phones.get(way);
        switch (way) {
            case TENANT_LIST -> add(scene, "/do-not-call", Map.of("phone", phone));
            case OPT_OUT -> add(scene, "/opt-outs", Map.of("phone", phone));
            case CHOSEN_LIST -> add(scene, "/do-not-call", Map.of("phone", phone, "list", "partners"));
            case LIST_OF_OTHERS -> add(scene, "/do-not-call", Map.of("phone", phone, "list", "suppliers"));
            case ENTRY_THAT_EXPIRED ->
                add(scene, "/do-not-call", Map.of("phone", phone, "expiresAt", "2020-01-01T00:00:00Z"));
            case PLATFORM_LIST ->
                Api.platform()
                        .body(Map.of("phone", phone))
                        .post("/api/v1/platform/do-not-call")
                        .then()
                        .statusCode(201);
            case ERASED ->
                scene.api
                        .manager()
                        .header("If-Match", "*")
                        .delete("/api/v1/customers/" + ids.get(way))
                        .then()
                        .statusCode(204);
            case NO_CONSENT ->
                scene.api
                        .manager()
                        .header("If-Match", "*")
                        .body("{\"consentAt\": null}")
                        .patch("/api/v1/customers/" + ids.get(way))
                        .then()
                        .statusCode(200);
            case NOTHING -> {}
        }
    }

    private static void add(Scene scene, String path, Map<String, String> entry) {
        scene.api.manager().body(entry).post("/api/v1" + path).then().statusCode(201);
    }

    private List<Way> called(Scene scene, List<Claimed> claimed) {
        List<Way> ways = new ArrayList<>();
        claimed.forEach(each -> ways.add(way(each.phone())));
        return ways;
    }

    private Way way(String phone) {
        return phones.entrySet().stream()
                .filter(entry -> entry.getValue().equals(phone))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** By the customer, whose number is kept nowhere once they are erased; who is imported again is found by the number. */
    private Way wayOf(Map<String, Object> target) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().equals(target.get("customerId")))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseGet(() -> way((String) target.get("phone")));
    }

    /** State and reason of each as the API tells them. */
    private Map<Way, String> targets(Scene scene, String campaign) {
        Map<Way, String> found = new TreeMap<>();
        List<Map<String, Object>> items = scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/targets")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
        items.forEach(item -> found.put(wayOf(item), item.get("state") + " " + item.get("reason")));
        return found;
    }

    private static Map<String, Integer> suppressed(Scene scene, String campaign) {
        return scene.progress(campaign).getMap("suppressedByReason");
    }
}
