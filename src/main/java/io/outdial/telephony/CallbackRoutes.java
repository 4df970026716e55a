package io.outdial.telephony;

import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Where providers report: {@code POST /api/v1/telephony/{adapter}/{connection}/{topic}?tenant=&attempt=}. The adapter proves
 * from the raw bytes that its provider sent them; everything else is refused and counted in
 * {@code outdial.telephony.callbacks} by adapter and result. No token is asked for: providers have none of ours.
 */
@ApplicationScoped
class CallbackRoutes {

    private static final Logger LOG = Logger.getLogger(CallbackRoutes.class);
    private static final String BASE = "/api/v1/telephony/";

    private final Connections connections;
    private final Connections.Adapters adapters;
    private final CallbackUrls urls;
    private final MeterRegistry metrics;

    CallbackRoutes(Connections connections, Connections.Adapters adapters, CallbackUrls urls, MeterRegistry metrics) {
        this.connections = connections;
        this.adapters = adapters;
        this.urls = urls;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        for (String kind : adapters.kinds()) {
            router.post(BASE + kind + "/:connection/:topic")
                    .handler(BodyHandler.create(false)
                            .setBodyLimit(adapters.find(kind).orElseThrow().maxMessageBytes()))
                    .handler(context -> take(kind, context))
                    .failureHandler(context -> send(kind, context, refused(context.statusCode())));
        }
    }

    /** What never got as far as an adapter, because it is too large or no body at all. */
    private static CallbackAnswer refused(int status) {
        return status == 413 ? CallbackAnswer.tooLarge() : CallbackAnswer.malformed("this is no message");
    }

    private void take(String kind, RoutingContext context) {
        answer(kind, context)
                .onFailure(CallMemory.Busy.class)
                .recoverWithItem(CallbackAnswer.busy())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "A message of a %s provider was not taken; it is asked to come again", kind);
                    return CallbackAnswer.busy();
                })
                .subscribe()
                .with(answer -> send(kind, context, answer));
    }

    private Uni<CallbackAnswer> answer(String kind, RoutingContext context) {
        UUID connection = uuid(context.pathParam("connection"), id -> id);
        TenantId tenant = uuid(context.request().getParam("tenant"), TenantId::new);
        AttemptId attempt = uuid(context.request().getParam("attempt"), AttemptId::new);
        if (connection == null || tenant == null) {
            return Uni.createFrom().item(CallbackAnswer.unknown());
        }
        Buffer body = context.body().buffer() == null
                ? Buffer.buffer()
                : context.body().buffer();
        return connections
                .open(tenant, connection)
                .chain(open -> open.isEmpty() || !open.get().connection().kind().equals(kind)
                        ? Uni.createFrom().item(CallbackAnswer.unknown())
                        : open.get()
                                .adapter()
                                .receive(new Callback(
                                        open.get().connection(),
                                        open.get().credentials(),
                                        context.pathParam("topic"),
                                        urls.asSeenFromOutside(context.request().uri()),
                                        attempt,
                                        context.request().headers(),
                                        body)));
    }

    private void send(String kind, RoutingContext context, CallbackAnswer answer) {
        metrics.counter("outdial.telephony.callbacks", "adapter", kind, "result", answer.result())
                .increment();
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
    }

    private static <T> T uuid(String text, Function<UUID, T> make) {
        try {
            return text == null || text.length() != 36 ? null : make.apply(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
