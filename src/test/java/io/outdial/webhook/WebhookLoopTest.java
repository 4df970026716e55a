package io.outdial.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import io.outdial.kernel.TenantId;
import io.outdial.support.Api;
import io.outdial.webhook.DueStore.Turn;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Turns of tenants: who is woken gets one at once, who is not gets one all the same, and one replica at a time has it. */
@QuarkusTest
class WebhookLoopTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    WebhookLoop loop;

    @Inject
    DueStore due;

    @Inject
    Vertx vertx;

    @Inject
    WebhookLoop.Steps steps;

    @Inject
    Wakes wakes;

    @Inject
    Post post;

    @Test
    void theLoopDeliversByItself() {
        WebhookLoop running = new WebhookLoop(vertx, due, steps, wakes, enabled(), Clock.systemUTC());
        running.start();
        try (Receiver receiver = new Receiver()) {
            Api api = Api.newTenant();
            String id = Post.subscribe(api, receiver.url(), List.of("import.finished"))
                    .get("id");
            for (int i = 1; i <= 2; i++) {
                int sent = i;
                api.manager().post("/api/v1/webhooks/" + id + "/test").then().statusCode(201);
                await().atMost(Post.PATIENCE).until(() -> receiver.messages.size() == sent);
            }
            await().atMost(Post.PATIENCE).untilAsserted(() -> api.manager()
                    .get("/api/v1/webhooks/" + id + "/deliveries?state=delivered")
                    .then()
                    .body("items", hasSize(2)));
        } finally {
            running.stop(null);
        }
    }

    private static WebhookSettings enabled() {
        return new SmallRyeConfigBuilder()
                .withMapping(WebhookSettings.class)
                .withDefaultValue("outdial.webhooks.tick", "PT0.05S")
                .build()
                .getConfigMapping(WebhookSettings.class);
    }

    @Test
    void aRoundTakesTurnsAndSendsBeside() {
        try (Receiver receiver = new Receiver()) {
            Api api = Api.newTenant();
            String id = Post.subscribe(api, receiver.url(), List.of("import.finished"))
                    .get("id");
            api.manager().post("/api/v1/webhooks/" + id + "/test").then().statusCode(201);
            await().atMost(Post.PATIENCE).until(() -> {
                loop.round(Instant.now()).await().atMost(Post.PATIENCE);
                return !receiver.messages.isEmpty();
            });
            assertThat(receiver.messages.get(0).type()).isEqualTo("webhook.test");
        }
    }

    @Test
    void aTurnIsOneReplicasUntilItEnds() {
        Api api = Api.newTenant();
        Post.subscribe(api, "https://crm.example.com/", null);
        TenantId tenant = TenantId.fromString(api.tenantId);
        Instant now = Instant.now();
        Turn turn = mine(tenant, due.begin(now, 10_000).await().atMost(Post.PATIENCE));
        assertThat(turn).isNotNull();
        assertThat(mine(tenant, due.begin(now.plusSeconds(1), 10_000).await().atMost(Post.PATIENCE)))
                .isNull();
        due.end(turn, now.plusSeconds(30), now.plusSeconds(60)).await().atMost(Post.PATIENCE);
        assertThat(mine(tenant, due.begin(now.plusSeconds(29), 10_000).await().atMost(Post.PATIENCE)))
                .isNull();
        due.wake(List.of(tenant), now.plusSeconds(2)).await().atMost(Post.PATIENCE);
        assertThat(mine(tenant, due.begin(now.plusSeconds(2), 10_000).await().atMost(Post.PATIENCE)))
                .isNotNull();
    }

    @Test
    void aWishThatComesDuringATurnIsKept() {
        Api api = Api.newTenant();
        Post.subscribe(api, "https://crm.example.com/", null);
        TenantId tenant = TenantId.fromString(api.tenantId);
        Instant now = Instant.now();
        Turn turn = mine(tenant, due.begin(now, 10_000).await().atMost(Post.PATIENCE));
        due.wake(List.of(tenant), now.plusSeconds(1)).await().atMost(Post.PATIENCE);
        due.end(turn, now.plusSeconds(600), now.plusSeconds(600)).await().atMost(Post.PATIENCE);
        assertThat(mine(tenant, due.begin(now.plusSeconds(1), 10_000).await().atMost(Post.PATIENCE)))
                .isNotNull();
    }

    @Test
    void pausesGrowWithTheTimeSinceSomethingHappened() {
        Map<Duration, Duration> pauses = Map.of(
                Duration.ZERO,
                Duration.ofMillis(250),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofDays(2),
                Duration.ofMinutes(1));
        pauses.forEach((since, pause) -> assertThat(new Turn(null, null, NOW.minus(since), null).idleUntil(NOW))
                .isEqualTo(NOW.plus(pause)));
    }

    private static Turn mine(TenantId tenant, List<Turn> turns) {
        return turns.stream()
                .filter(each -> each.tenant().equals(tenant))
                .findFirst()
                .orElse(null);
    }
}
