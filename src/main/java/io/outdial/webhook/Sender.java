package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.RetryAfter;
import io.outdial.platform.WebhookSignatures;
import io.outdial.webhook.decide.Answer;
import io.outdial.webhook.decide.DeliveryRules;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Sends one message, signed, and says what became of it. */
@ApplicationScoped
class Sender {

    private static final int MAX_ERROR = 300;

    private final OutboundHttp http;
    private final Secrets secrets;

    Sender(OutboundHttp http, Secrets secrets) {
        this.http = http;
        this.secrets = secrets;
    }

    /** What became of an attempt, and what the endpoint said. */
    record Sent(Delivery.Result result, Answer answer) {}

    /**
     * Never fails: what went wrong is part of the answer.
     *
     * @param begun when this attempt begins; its end is counted from there
     */
    Uni<Sent> send(TenantId tenant, Webhook webhook, Delivery.Claimed claimed, Instant begun) {
        long start = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> http.send(request(tenant, webhook, claimed, begun)))
                .map(response -> Answer.of(response.status(), response.headers().get(RetryAfter.HEADER), begun))
                .onFailure()
                .recoverWithItem(failure -> Answer.none(sentence(failure)))
                .map(answer -> judge(claimed, answer, begun, (System.nanoTime() - start) / 1_000_000));
    }

    private OutboundHttp.Request request(TenantId tenant, Webhook webhook, Delivery.Claimed claimed, Instant begun) {
        Buffer body = Buffer.buffer(claimed.body());
        List<String> signing = secrets.open(tenant, webhook, begun);
        Map<String, String> headers = new HashMap<>(
                WebhookSignatures.headers(signing, claimed.message().toString(), begun, body.getBytes()));
        headers.put("content-type", "application/json");
        headers.put("user-agent", "Outdial-Webhooks/1");
        return new OutboundHttp.Request(tenant, HttpMethod.POST, URI.create(webhook.url()), headers, body, null);
    }

    private static Sent judge(Delivery.Claimed claimed, Answer answer, Instant begun, long millis) {
        Instant now = begun.plusMillis(millis);
        double chance = ThreadLocalRandom.current().nextDouble();
        DeliveryRules.Verdict verdict = DeliveryRules.after(answer, claimed.tries(), claimed.giveUpAt(), now, chance);
        String state = verdict instanceof DeliveryRules.Delivered
                ? "delivered"
                : verdict instanceof DeliveryRules.Dead ? "dead" : "pending";
        Instant next = verdict instanceof DeliveryRules.RetryAt retry ? retry.at() : now;
        return new Sent(
                new Delivery.Result(claimed, begun, millis, state, next, answer.status(), answer.error()), answer);
    }

    private static String sentence(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String storable = text.replace('\0', ' ');
        return storable.length() > MAX_ERROR ? storable.substring(0, MAX_ERROR) : storable;
    }
}
