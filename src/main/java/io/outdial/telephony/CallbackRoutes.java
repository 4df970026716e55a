package io.outdial.telephony;

import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Places;
import io.outdial.platform.Refusals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where providers report: {@code POST /api/v1/telephony/{adapter}/{connection}/{topic}?tenant=&attempt=}. The adapter proves
 * from the raw bytes that its provider sent them; everything else is refused, late when it comes often, and counted in
 * {@code outdial.telephony.callbacks} by adapter and result. No token is asked for: providers have none of ours. So nothing of a
 * message is read before the connection that it names was found, and only so much is held of those that are not proven.
 */
@ApplicationScoped
class CallbackRoutes {

    private static final Logger LOG = Logger.getLogger(CallbackRoutes.class);
    private static final String BASE = "/api/v1/telephony/";

    private final Connections.Adapters adapters;
    private final CallbackAddressees addressees;
    private final CallbackUrls urls;
    private final MeterRegistry metrics;
    private final Refusals refusals;
    private final Bounds bounds;
    private final Places<String> senders = new Places<>();

    CallbackRoutes(
            Connections.Adapters adapters,
            CallbackAddressees addressees,
            CallbackUrls urls,
            MeterRegistry metrics,
            Refusals refusals,
            Bounds bounds) {
        this.adapters = adapters;
        this.addressees = addressees;
        this.urls = urls;
        this.metrics = metrics;
        this.refusals = refusals;
        this.bounds = bounds;
    }

    /** How much of messages is received at once. */
    @Singleton
    static class Bounds {
        private final CallbackSettings settings;
        private final CallbackRoom room;

        Bounds(CallbackSettings settings, CallbackRoom room) {
            this.settings = settings;
            this.room = room;
        }
    }

    void register(@Observes Router router) {
        for (String kind : adapters.kinds()) {
            router.post(BASE + kind + "/:connection/:topic").handler(context -> take(kind, context));
        }
    }

    private void take(String kind, RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause(); // until it is known whom it is for
        String network = Refusals.network(request.remoteAddress());
        if (!senders.take(network, bounds.settings.maxPerAddress())) {
            send(kind, context, CallbackAnswer.busy());
            return;
        }
        Runnable done = once(() -> senders.leave(network));
        context.addEndHandler(ended -> done.run());
        Context own = Vertx.currentContext();
        answer(kind, context, network, own)
                .onFailure(CallbackRefused.class)
                .recoverWithItem(refused -> ((CallbackRefused) refused).answer())
                .onFailure(CallMemory.Busy.class)
                .recoverWithItem(CallbackAnswer.busy())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "A message of a %s provider was not taken; it is asked to come again", kind);
                    return CallbackAnswer.busy();
                })
                .emitOn(task -> own.runOnContext(go -> task.run()))
                .invoke(done)
                .call(answer -> answer.refuses()
                        ? refusals.ofStranger(context)
                        : Uni.createFrom().voidItem())
                .subscribe()
                .with(answer -> send(kind, context, answer));
    }

    private Uni<CallbackAnswer> answer(String kind, RoutingContext context, String network, Context own) {
        UUID connection = uuid(context.pathParam("connection"), id -> id);
        TenantId tenant = uuid(context.request().getParam("tenant"), TenantId::new);
        if (connection == null || tenant == null) {
            return Uni.createFrom().item(CallbackAnswer.unknown());
        }
        return addressees
                .find(tenant, connection, network)
                .emitOn(task -> own.runOnContext(go -> task.run()))
                .chain(open -> open.isEmpty() || !open.get().connection().kind().equals(kind)
                        ? Uni.createFrom().item(CallbackAnswer.unknown())
                        : receive(open.get(), context, own));
    }

    private Uni<CallbackAnswer> receive(Connections.Open open, RoutingContext context, Context own) {
        CallbackBody body =
                new CallbackBody(context.request(), open.connection().tenant(), bounds.room);
        context.addEndHandler(ended -> body.release());
        return body.read(open.adapter().maxMessageBytes())
                .chain(bytes -> open.adapter()
                        .receive(new Callback(
                                open.connection(),
                                open.credentials(),
                                context.pathParam("topic"),
                                urls.asSeenFromOutside(context.request().uri()),
                                uuid(context.request().getParam("attempt"), AttemptId::new),
                                context.request().headers(),
                                bytes)))
                .onItemOrFailure()
                .invoke((answer, failure) -> own.runOnContext(go -> body.release()));
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private void send(String kind, RoutingContext context, CallbackAnswer answer) {
        metrics.counter("outdial.telephony.callbacks", "adapter", kind, "result", answer.result())
                .increment();
        if (context.response().ended() || context.response().closed()) {
            return; // its time was over, or nobody is there any more
        }
        context.response().setStatusCode(answer.status());
        if (answer.status() == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        if (answer.body() == null) {
            context.response().end();
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                    .end(answer.body());
        }
        if (!context.request().isEnded()) {
            context.request().resume(); // what is left of the message goes nowhere, until its time is over
        }
    }

    private static <T> T uuid(String text, Function<UUID, T> make) {
        try {
            return text == null || text.length() != 36 ? null : make.apply(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
