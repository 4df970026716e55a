package io.outdial.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.kernel.TenantId;
import io.outdial.platform.EncryptionSettings;
import io.outdial.platform.SealedSecrets;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions over HTTP: what is written, what is shown, and who may see it. */
@QuarkusTest
class WebhooksTest {

    private static final String URL = "https://crm.example.com/hooks/outdial";

    @Inject
    Post post;

    @Inject
    WebhookStore webhooks;

    @Inject
    WebhookSettings settings;

    private Api api;

    @BeforeEach
    void tenant() {
        api = Api.newTenant();
    }

    private ValidatableResponse get(String id) {
        return api.manager().get("/api/v1/webhooks/" + id).then().statusCode(200);
    }

    @Test
    void aSecretIsShownWhenItIsMadeAndNeverAgain() {
        String secret = api.manager()
                .body(Map.of("url", URL, "eventTypes", List.of("call.ended"), "description", "CRM"))
                .post("/api/v1/webhooks")
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/v1/webhooks/"))
                .body(
                        "secret",
                        startsWith("whsec_"),
                        "enabled",
                        equalTo(true),
                        "eventTypes",
                        equalTo(List.of("call.ended")))
                .extract()
                .path("secret");
        String list = api.manager()
                .get("/api/v1/webhooks")
                .then()
                .statusCode(200)
                .body("items", hasSize(1), "items[0].url", equalTo(URL), "items[0].secret", nullValue())
                .extract()
                .asString();
        assertThat(list).doesNotContain(secret.substring(6));
    }

    @Test
    void aRepeatedRequestMakesNoSecondWebhookAndIsNotToldTheSecret() {
        for (boolean first : List.of(true, false)) {
            api.manager()
                    .header("Idempotency-Key", "one")
                    .body(Map.of("url", URL))
                    .post("/api/v1/webhooks")
                    .then()
                    .statusCode(201)
                    .body("secret", first ? notNullValue() : nullValue());
        }
        TenantId tenant = TenantId.fromString(api.tenantId);
        assertThat(post.sql(tenant, "select body from idempotency_key where tenant_id = $1"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("body")).doesNotContain("whsec_"));
        api.manager().get("/api/v1/webhooks").then().body("items", hasSize(1));
    }

    @Test
    void secretsLieSealed() {
        String secret = Post.subscribe(api, URL, null).get("secret");
        TenantId tenant = TenantId.fromString(api.tenantId);
        byte[] stored = post.sql(tenant, "select secret from webhook where tenant_id = $1")
                .get(0)
                .getBuffer("secret")
                .getBytes();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret.substring(6, 20));
    }

    /** Both secrets of a rotation, sealed under a key that is about to go, are the current key's after a sweep and still sign. */
    @Test
    void secretsOfAnOldKeyAreSealedAnewAndStillSign() {
        try (Receiver receiver = new Receiver()) {
            TenantId tenant = TenantId.fromString(api.tenantId);
            Map<String, String> made = Post.subscribe(api, receiver.url(), null);
            String path = "/api/v1/webhooks/" + made.get("id");
            String fresh = api.manager().post(path + "/rotate-secret").path("secret");
            Secrets old = new Secrets(new SealedSecrets(Keys.two("old")));
            Webhook before = webhook(tenant);
            UUID id = before.id();
            inTenant(
                    tenant,
                    c -> webhooks.reseal(
                            c,
                            tenant,
                            before,
                            old.reseal(tenant, id, before.secret()),
                            old.reseal(tenant, id, before.oldSecret())));
            SealedSecrets withoutOld = new SealedSecrets(Keys.newAlone());
            assertThatThrownBy(() -> new Secrets(withoutOld).open(tenant, webhook(tenant), Instant.now()))
                    .hasMessageContaining("old");

            Secrets both = new Secrets(new SealedSecrets(Keys.two("test")));
            new Sweep(post.db, webhooks, both, settings)
                    .run(tenant, Instant.now())
                    .await()
                    .atMost(Post.PATIENCE);

            assertThat(new Secrets(withoutOld).open(tenant, webhook(tenant), Instant.now()))
                    .containsExactly(fresh, made.get("secret"));
            get(made.get("id")).body("version", equalTo((int) before.version()));
            Instant now = Instant.now().plusSeconds(60);
            api.manager().post(path + "/test").then().statusCode(201);
            post.deliver(tenant, now);
            assertThat(receiver.messages.get(0).isSignedWith(fresh, now)).isTrue();
        }
    }

    /** A secret that no configured key opens stays as it is and does not keep the sweep from its other work. */
    @Test
    void aSecretWhoseKeyIsGoneIsLeftAlone() {
        TenantId tenant = TenantId.fromString(api.tenantId);
        Post.subscribe(api, URL, null);
        byte[] before = webhook(tenant).secret();
        Secrets others = new Secrets(new SealedSecrets(Keys.oldAlone()));
        new Sweep(post.db, webhooks, others, settings)
                .run(tenant, Instant.now())
                .await()
                .atMost(Post.PATIENCE);
        assertThat(webhook(tenant).secret()).isEqualTo(before);
    }

    private Webhook webhook(TenantId tenant) {
        return inTenant(tenant, c -> webhooks.list(c, tenant)).get(0);
    }

    private <T> T inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return post.db.inTenant(tenant, work).await().atMost(Post.PATIENCE);
    }

    /** The key that tests run with, and another. */
    private record Keys(Optional<String> currentKey, Map<String, String> keys) implements EncryptionSettings {

        private static final String TESTS =
                ConfigProvider.getConfig().getValue("outdial.encryption.keys.test", String.class);
        private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);

        static Keys two(String current) {
            return new Keys(Optional.of(current), Map.of("test", TESTS, "old", OLD));
        }

        static Keys newAlone() {
            return new Keys(Optional.of("test"), Map.of("test", TESTS));
        }

        static Keys oldAlone() {
            return new Keys(Optional.of("old"), Map.of("old", OLD));
        }
    }

    @Test
    void aWebhookIsChangedByWhoReadItLast() {
        String id = Post.subscribe(api, URL, null).get("id");
        String path = "/api/v1/webhooks/" + id;
        api.manager().body(Map.of("enabled", false)).patch(path).then().statusCode(428);
        api.manager()
                .header("If-Match", "\"0\"")
                .body("{\"enabled\": false, \"eventTypes\": [\"campaign.paused\", \"opt_out.recorded\"]}")
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("enabled", equalTo(false), "disabledReason", nullValue(), "eventTypes", hasSize(2));
        api.manager().header("If-Match", "\"0\"").delete(path).then().statusCode(412);
        api.manager().header("If-Match", "\"1\"").delete(path).then().statusCode(204);
        api.manager().get(path).then().statusCode(404);
        api.manager().get("/api/v1/webhooks").then().body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"ftp://example.com\"} | /url",
                "{\"url\": \"https://u:p@example.com\"} | /url",
                "{\"url\": \"\"} | /url",
                "{} | /url",
                "{\"url\": \"https://example.com\", \"eventTypes\": []} | /eventTypes",
                "{\"url\": \"https://example.com\", \"eventTypes\": [\"call.began\"]} | /eventTypes/0",
                "{\"url\": \"https://example.com\", \"eventTypes\": [\"webhook.test\"]} | /eventTypes"
            })
    void whatIsWrongIsRefusedWhereItStands(String body, String pointer) {
        api.manager()
                .body(body)
                .post("/api/v1/webhooks")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aTenantHasTwentyAtMost() {
        for (int i = 0; i < WebhookService.MAX_PER_TENANT; i++) {
            Post.subscribe(api, URL, null);
        }
        api.manager().body(Map.of("url", URL)).post("/api/v1/webhooks").then().statusCode(409);
    }

    @Test
    void onlyItsScopeOpensIt() {
        api.as("manager").get("/api/v1/webhooks").then().statusCode(403);
        api.withScopes("admin", "webhooks:admin").get("/api/v1/webhooks").then().statusCode(200);
    }

    @Test
    void anotherTenantsWebhookIsNotThere() {
        String id = Post.subscribe(api, URL, null).get("id");
        Api stranger = Api.newTenant();
        String path = "/api/v1/webhooks/" + id;
        stranger.manager().get(path).then().statusCode(404);
        stranger.manager().get(path + "/deliveries").then().statusCode(404);
        stranger.manager().post(path + "/test").then().statusCode(404);
        stranger.manager().post(path + "/rotate-secret").then().statusCode(404);
        stranger.manager().post(path + "/redeliver-dead").then().statusCode(404);
        stranger.manager().header("If-Match", "*").delete(path).then().statusCode(404);
        get(id).body("version", equalTo(0));
    }

    @Test
    void afterARotationBothSecretsSignForADayAndThenTheNewOneAlone() {
        try (Receiver receiver = new Receiver()) {
            Map<String, String> made = Post.subscribe(api, receiver.url(), null);
            String path = "/api/v1/webhooks/" + made.get("id");
            String fresh = api.manager()
                    .post(path + "/rotate-secret")
                    .then()
                    .statusCode(200)
                    .body("previousSecretUntil", notNullValue())
                    .extract()
                    .path("secret");
            assertThat(fresh).isNotEqualTo(made.get("secret"));
            get(made.get("id")).body("secret", nullValue());
            Instant now = Instant.now().plusSeconds(60);
            Instant nextDay = now.plus(Duration.ofHours(24)).plusSeconds(60);

            TenantId tenant = TenantId.fromString(api.tenantId);
            api.manager().post(path + "/test").then().statusCode(201);
            post.deliver(tenant, now);
            assertThat(receiver.messages.get(0).isSignedWith(made.get("secret"), now))
                    .isTrue();
            assertThat(receiver.messages.get(0).isSignedWith(fresh, now)).isTrue();

            api.manager().post(path + "/test").then().statusCode(201);
            post.deliver(tenant, nextDay);
            assertThat(receiver.messages.get(1).isSignedWith(made.get("secret"), nextDay))
                    .isFalse();
            assertThat(receiver.messages.get(1).isSignedWith(fresh, nextDay)).isTrue();
        }
    }
}
