package io.outdial.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.outdial.kernel.TenantId;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the outbox to the endpoint: what is committed arrives, and what does not is tried again, logged, and given up. */
@QuarkusTest
class DeliveriesTest {

    /** Moments that tests add to: nothing here looks at the wall. */
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static final Duration DAY = Duration.ofHours(24);

    @Inject
    Post post;

    @Inject
    Outbox outbox;

    @Inject
    Sweep sweep;

    @Inject
    MeterRegistry metrics;

    private Receiver receiver;
    private Api api;
    private TenantId tenant;
    private String webhook;
    private String secret;

    @BeforeEach
    void subscribe() {
        receiver = new Receiver();
        api = Api.newTenant();
        tenant = TenantId.fromString(api.tenantId);
        Map<String, String> made = Post.subscribe(api, receiver.url() + "/hook?a=b", null);
        webhook = made.get("id");
        secret = made.get("secret");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private void happens(int times) {
        List<JsonObject> data = IntStream.range(0, times)
                .mapToObj(n -> new JsonObject().put("n", n))
                .toList();
        post.db
                .inTenant(tenant, c -> outbox.add(c, tenant, EventType.IMPORT_FINISHED, data, NOW))
                .await()
                .atMost(Post.PATIENCE);
    }

    private ValidatableResponse log(String query) {
        return api.manager()
                .get("/api/v1/webhooks/" + webhook + "/deliveries" + query)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse endpoint() {
        return api.manager().get("/api/v1/webhooks/" + webhook).then().statusCode(200);
    }

    private void enable(boolean enabled) {
        api.manager()
                .header("If-Match", "*")
                .body(Map.of("enabled", enabled))
                .patch("/api/v1/webhooks/" + webhook)
                .then()
                .statusCode(200);
    }

    @Test
    void whatIsCommittedArrivesSignedWithItsTypeTimeAndData() {
        happens(1);
        post.deliver(tenant, NOW.plusSeconds(3));
        assertThat(receiver.messages).hasSize(1);
        Receiver.Message message = receiver.messages.get(0);
        assertThat(message.raw())
                .isEqualTo("{\"type\":\"import.finished\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"data\":{\"n\":0}}");
        assertThat(message.isSignedWith(secret, NOW.plusSeconds(3))).isTrue();
        assertThat(receiver.requests.get(0)).startsWith("POST /hook?a=b ");
        log("").body(
                        "items",
                        hasSize(1),
                        "items[0].state",
                        equalTo("delivered"),
                        "items[0].messageId",
                        equalTo(message.id()),
                        "items[0].attempts",
                        hasSize(1),
                        "items[0].attempts[0].status",
                        equalTo(200),
                        "items[0].attempts[0].at",
                        equalTo("2026-03-01T10:00:03Z"),
                        "items[0].attempts[0].durationMillis",
                        greaterThanOrEqualTo(0),
                        "items[0].attempts[0].error",
                        nullValue());
        String id = log("").extract().path("items[0].id");
        api.manager()
                .get("/api/v1/webhooks/" + webhook + "/deliveries/" + id)
                .then()
                .statusCode(200)
                .body("message.data.n", equalTo(0));
    }

    @Test
    void whatBecomesOfAttemptsIsCountedWithoutATenant() {
        long delivered = attempts("delivered");
        long pending = attempts("pending");
        happens(2);
        post.deliver(tenant, NOW);
        assertThat(attempts("delivered") - delivered).isEqualTo(2);
        receiver.always(500);
        happens(1);
        post.deliver(tenant, NOW);
        assertThat(attempts("pending") - pending).isEqualTo(1);
        assertThat(metrics.get("outdial.webhooks.in.flight").gauge().value()).isZero();
        assertThat(metrics.get("outdial.webhooks.attempts").timers())
                .allSatisfy(each -> assertThat(each.getId().getTags())
                        .extracting(Tag::getKey)
                        .containsExactly("result"));
    }

    private long attempts(String result) {
        return Stream.ofNullable(metrics.find("outdial.webhooks.attempts")
                        .tag("result", result)
                        .timer())
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void whatIsRolledBackNeverHappened() {
        assertThatThrownBy(() -> post.db
                        .inTenant(tenant, c -> outbox.add(c, tenant, EventType.IMPORT_FINISHED, new JsonObject(), NOW)
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))
                        .await()
                        .atMost(Post.PATIENCE))
                .hasMessage("no");
        post.deliver(tenant, NOW);
        assertThat(receiver.messages).isEmpty();
        log("").body("items", hasSize(0));
    }

    @Test
    void whatAProcessThatDiedHadClaimedAnotherSendsAfterTheLease() {
        happens(1);
        post.handOver(tenant, NOW);
        assertThat(post.claim(tenant, NOW).claimed()).hasSize(1); // and dies before it sends
        post.deliver(tenant, NOW.plus(Dispatcher.LEASE).minusMillis(1));
        assertThat(receiver.messages).isEmpty();
        post.deliver(tenant, NOW.plus(Dispatcher.LEASE));
        assertThat(receiver.messages).hasSize(1);
    }

    @Test
    void whoComesBackAfterItsLeaseChangesNothingThatOthersWrote() {
        happens(1);
        post.handOver(tenant, NOW);
        Dispatcher.Claim slow = post.claim(tenant, NOW);
        post.deliver(tenant, NOW.plus(Dispatcher.LEASE));
        receiver.always(500);
        post.dispatcher.send(slow, NOW.plusSeconds(90)).await().atMost(Post.PATIENCE);
        log("").body("items[0].state", equalTo("delivered"), "items[0].attempts", hasSize(2));
    }

    @Test
    void twoSendersNeverHoldOneDelivery() {
        happens(40);
        post.handOver(tenant, NOW);
        List<CompletableFuture<Dispatcher.Claim>> claims = IntStream.range(0, 6)
                .mapToObj(n -> post.dispatcher.claim(tenant, NOW).subscribeAsCompletionStage())
                .toList();
        List<UUID> held = claims.stream()
                .flatMap(each -> each.join().claimed().stream())
                .map(Delivery.Claimed::id)
                .toList();
        assertThat(held).isNotEmpty().doesNotHaveDuplicates();
        claims.forEach(each -> post.dispatcher.send(each.join(), NOW).await().atMost(Post.PATIENCE));
        assertThat(receiver.messages).hasSameSizeAs(held);
    }

    @Test
    void whatWasNotTakenIsTriedAgainWithTheSameIdUntilItIs() {
        receiver.next(500).next(302, Map.of("Location", receiver.url() + "/elsewhere"));
        happens(1);
        post.deliver(tenant, NOW);
        log("?state=pending").body("items[0].lastStatus", equalTo(500), "items[0].lastError", containsString("500"));
        post.deliver(tenant, NOW.plusSeconds(3));
        assertThat(receiver.messages).as("not before its time").hasSize(1);
        post.deliver(tenant, NOW.plusSeconds(30));
        post.deliver(tenant, NOW.plusSeconds(120));
        assertThat(receiver.messages).hasSize(3);
        assertThat(receiver.messages)
                .extracting(Receiver.Message::id)
                .containsOnly(receiver.messages.get(0).id());
        assertThat(receiver.requests).as("no redirect is followed").allMatch(each -> each.startsWith("POST /hook"));
        log("?state=delivered").body("items[0].attempts.status", equalTo(List.of(500, 302, 200)));
        endpoint().body("failures", equalTo(0));
    }

    @Test
    void anEndpointThatAsksForAPauseGetsItForAllItsMessages() {
        receiver.next(429, Map.of("Retry-After", "600"));
        happens(1);
        post.deliver(tenant, NOW);
        happens(1);
        post.deliver(tenant, NOW.plusSeconds(599));
        assertThat(receiver.messages).hasSize(1);
        // It pauses from its answer on, which came some time after it was asked.
        post.deliver(tenant, NOW.plusSeconds(660));
        assertThat(receiver.messages).hasSize(3);
    }

    @Test
    void anEndpointThatIsGoneIsDisabledAndHearsNothingAnyMore() {
        receiver.always(410);
        happens(1);
        post.deliver(tenant, NOW);
        endpoint().body("enabled", equalTo(false), "disabledReason", containsString("410"));
        log("").body("items[0].state", equalTo("dead"));
        happens(1);
        post.deliver(tenant, NOW.plusSeconds(600));
        assertThat(receiver.messages).hasSize(1);
        assertThat(post.sql(tenant, "select from webhook_event where tenant_id = $1"))
                .as("nobody listens")
                .isEmpty();
        enable(true);
        endpoint().body("enabled", equalTo(true), "disabledReason", nullValue(), "failures", equalTo(0));
    }

    @Test
    void anEndpointThatFailsForLongIsDisabledWithANote() {
        receiver.always(500);
        happens(1);
        post.deliver(tenant, NOW);
        happens(1);
        // It fails since its first answer, which came some time after it was asked.
        post.deliver(tenant, NOW.plus(Duration.ofDays(3)).plusSeconds(60));
        endpoint().body("enabled", equalTo(false), "disabledReason", containsString("since 2026-03-01T10:0"));
    }

    @Test
    void afterADayAMessageIsDeadAndIsSentAgainWhenSomebodyAsks() {
        receiver.always(500);
        happens(2);
        post.deliver(tenant, NOW);
        post.deliver(tenant, NOW.plus(DAY).minusSeconds(5));
        log("?state=dead").body("items", hasSize(2), "items[0].nextAttemptAt", nullValue());
        post.deliver(tenant, NOW.plus(DAY.multipliedBy(2)));
        assertThat(receiver.messages).as("nobody sends the dead by itself").hasSize(4);

        String one = log("?state=dead").extract().path("items[0].id");
        String path = "/api/v1/webhooks/" + webhook;
        api.manager()
                .post(path + "/deliveries/" + one + "/redeliver")
                .then()
                .statusCode(200)
                .body("state", equalTo("pending"));
        api.manager().post(path + "/deliveries/" + one + "/redeliver").then().statusCode(409);
        receiver.always(200);
        Instant later = Instant.now().plusSeconds(1); // redelivery is due at the service's own time
        post.deliver(tenant, later);
        log("?state=delivered").body("items", hasSize(1), "items[0].attempts", hasSize(3));

        api.manager()
                .post(path + "/redeliver-dead")
                .then()
                .statusCode(200)
                .body("redelivered", equalTo(1), "more", equalTo(false));
        post.deliver(tenant, later.plusSeconds(1));
        log("?state=dead").body("items", hasSize(0));
        assertThat(receiver.messages).hasSize(6);
    }

    @Test
    void whatCannotBeTriedInItsDayIsDeadToo() {
        happens(1);
        post.handOver(tenant, NOW);
        enable(false);
        post.deliver(tenant, NOW.plusSeconds(1));
        assertThat(receiver.messages).isEmpty();
        sweep.run(tenant, NOW.plus(DAY).plusSeconds(1)).await().atMost(Post.PATIENCE);
        log("?state=dead").body("items", hasSize(1), "items[0].lastError", containsString("disabled"));
    }

    @Test
    void aSlowEndpointHoldsUpNobodyElse() {
        try (Receiver slow = new Receiver()) {
            CountDownLatch gate = slow.shut();
            Post.subscribe(api, slow.url(), null);
            happens(3);
            post.handOver(tenant, NOW);
            Dispatcher.Claim claim = post.claim(tenant, NOW);
            var sent = post.dispatcher.send(claim, NOW).subscribeAsCompletionStage();
            await().atMost(Post.PATIENCE)
                    .untilAsserted(() -> log("?state=delivered").body("items", hasSize(3)));
            assertThat(sent).isNotDone();
            gate.countDown();
            sent.join();
            assertThat(slow.messages).hasSize(3);
        }
    }

    @Test
    void whoFailedOftenIsTriedWithOneMessageAtATime() {
        receiver.always(500);
        happens(30);
        post.deliver(tenant, NOW);
        int failed = receiver.messages.size();
        assertThat(failed).isBetween(5, 16);
        post.deliver(tenant, NOW.plusSeconds(600));
        assertThat(receiver.messages).hasSize(failed + 1);
    }

    @Test
    void theLogIsPagedNewestFirst() {
        happens(5);
        post.deliver(tenant, NOW);
        String cursor = log("?limit=3").body("items", hasSize(3)).extract().path("nextCursor");
        log("?limit=3&cursor=" + cursor).body("items", hasSize(2), "nextCursor", nullValue());
        api.manager()
                .get("/api/v1/webhooks/" + webhook + "/deliveries?state=lost")
                .then()
                .statusCode(400);
    }

    @Test
    void theLogIsKeptForThirtyDaysAndGoesWithItsWebhook() {
        happens(1);
        post.deliver(tenant, NOW);
        Instant made = Instant.now();
        sweep.run(tenant, made.plus(Duration.ofDays(29))).await().atMost(Post.PATIENCE);
        log("").body("items", hasSize(1));
        sweep.run(tenant, made.plus(Duration.ofDays(31))).await().atMost(Post.PATIENCE);
        log("").body("items", hasSize(0));

        happens(1);
        post.handOver(tenant, NOW);
        api.manager()
                .header("If-Match", "*")
                .delete("/api/v1/webhooks/" + webhook)
                .then()
                .statusCode(204);
        post.deliver(tenant, NOW.plusSeconds(1));
        sweep.run(tenant, made).await().atMost(Post.PATIENCE);
        sweep.run(tenant, made.plus(Duration.ofHours(2))).await().atMost(Post.PATIENCE);
        assertThat(post.sql(tenant, "select from webhook_delivery where tenant_id = $1"))
                .isEmpty();
        assertThat(post.sql(tenant, "select from webhook where tenant_id = $1")).isEmpty();
        assertThat(receiver.messages).hasSize(1);
    }
}
