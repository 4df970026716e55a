package io.outdial.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Hangs up on who does not get a body across in time. The server's own timeouts begin anew with every byte, so a byte now and then
 * would hold a connection, and a place among the tenant's requests, for as long as its sender likes. Files are held to a rate
 * instead ({@link SteadyBody}).
 */
@ApplicationScoped
class BodyTimeout {

    /** Before everything that reads a body. */
    private static final int FIRST = 1_000;

    /**
     * Connections that end with the request they have. A body in chunks may have had a length too, which a proxy before the
     * service may have believed: what follows such a body could be a request that nobody sent (RFC 9112, section 6.3).
     */
    private final Set<HttpConnection> last =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Vertx vertx;
    private final Duration timeout;

    BodyTimeout(
            Vertx vertx, @ConfigProperty(name = "outdial.http.body-timeout", defaultValue = "PT30S") Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, FIRST);
    }

    private void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (last.contains(request.connection())) {
            request.connection().close();
            return;
        }
        if (RequestBody.mayCome(request)) {
            boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
            if (chunked) {
                last.add(request.connection());
                context.addHeadersEndHandler(
                        written -> request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            }
            context.addEndHandler(ended -> {
                if (chunked || request.response().getStatusCode() == ProblemType.REQUEST_TIMEOUT.status()) {
                    RequestBody.cutOff(request); // whatever else would come is not waited for
                }
            });
            if (!BodyLimit.isStreamed(request.path())) {
                long timer = vertx.setTimer(timeout.toMillis(), late -> giveUp(context));
                context.addEndHandler(ended -> {
                    if (!RequestBody.mayCome(request)) {
                        vertx.cancelTimer(timer);
                    }
                });
            }
        }
        context.next();
    }

    private static void giveUp(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!RequestBody.mayCome(request)) {
            return; // the body is here; what is done with it may take its time
        }
        if (request.response().ended()) {
            RequestBody.cutOff(request); // answered before its body came, which would come for ever
            return;
        }
        if (request.response().headWritten()) {
            return;
        }
        ProblemType type = ProblemType.REQUEST_TIMEOUT;
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        request.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("type", type.uri())
                        .put("title", type.title())
                        .put("status", type.status())
                        .put("detail", "The body did not come in time.")
                        .put("instance", request.path())
                        .toBuffer());
    }
}
