package io.outdial.platform;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.TenantId;
import io.outdial.platform.RefusalPace.Verdict;
import io.outdial.platform.RefusalPace.Way;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets those wait who are refused again and again, so that refusing costs the service little and the flood its time. Only
 * refusals ever wait: a request that may be served is never delayed by what others did, and a tenant is counted only after a token
 * of its was verified, so that nobody can make another tenant wait with a token that only claims to be its.
 *
 * <p>While a refusal waits, no byte of its request's body is read and nothing but the request itself is kept.
 */
@ApplicationScoped
public class Refusals {

    /** IPv6 networks are given to people as a whole; one in it has as many addresses as they like (RFC 6177). */
    private static final int GROUPS_OF_NETWORK = 4;

    /** How long the other requests of an HTTP/2 connection that ends may take. */
    private static final long LAST_REQUESTS_MILLIS = 30_000;

    private final RefusalPace pace;
    private final MeterRegistry metrics;
    private final Vertx vertx;
    private final RoutingContext request;

    @Inject
    Refusals(RefusalPace.Settings settings, MeterRegistry metrics, Vertx vertx, RoutingContext request) {
        this(
                new RefusalPace(settings, TimeMeter.SYSTEM_NANOTIME, () -> ThreadLocalRandom.current()
                        .nextDouble()),
                metrics,
                vertx,
                request);
    }

    Refusals(RefusalPace pace, MeterRegistry metrics, Vertx vertx, RoutingContext request) {
        this.pace = pace;
        this.metrics = metrics;
        this.vertx = vertx;
        this.request = request;
    }

    private record Client(TenantId tenant, String name) {}

    void measure(@Observes StartupEvent start) {
        Gauge.builder("outdial.requests.refusals.held", pace, RefusalPace::held)
                .description("Refused requests that wait for their answer")
                .register(metrics);
    }

    /**
     * Comes when the request that is being served may be answered that its tenant asks too much.
     *
     * @param tenant as a verified token says
     * @param client the token's subject
     */
    public Uni<Void> ofTenant(TenantId tenant, String client) {
        return wait(tenant, new Client(tenant, client), request);
    }

    /** Strangers are held back too: verifying a token takes more of the processor than serving many a request. */
    @ServerResponseFilter
    public Uni<Void> ofStranger(ContainerResponseContext answer) {
        if (answer.getStatus() != ProblemType.UNAUTHENTICATED.status()) {
            return null; // the framework's word for nothing to wait for
        }
        return ofStranger(request);
    }

    /** The same for a route that answers by itself: comes when it may refuse this request, of which nobody knows whose it is. */
    public Uni<Void> ofStranger(RoutingContext refused) {
        String network = network(refused.request().remoteAddress());
        return wait(network, network, refused);
    }

    private Uni<Void> wait(Object group, Object caller, RoutingContext refused) {
        Verdict verdict = pace.refuse(group, caller);
        metrics.counter(
                        "outdial.requests.refused",
                        "answered",
                        verdict.way().name().toLowerCase(Locale.ROOT))
                .increment();
        if (verdict.way() == Way.LAST) {
            hangUp(refused);
        }
        if (verdict.way() != Way.HELD) {
            return Uni.createFrom().voidItem();
        }
        // The place is kept though the caller hang up meanwhile: who comes back at once has gained nothing.
        return Uni.createFrom()
                .emitter(waiting -> vertx.setTimer(Math.max(1, verdict.hold().toMillis()), over -> {
                    pace.leave(group);
                    waiting.complete(null);
                }));
    }

    /** After this answer. Other requests of the same HTTP/2 connection, which may be a proxy's, are served to their ends. */
    private static void hangUp(RoutingContext refused) {
        HttpServerRequest request = refused.request();
        if (request.version() == HttpVersion.HTTP_2) {
            refused.addEndHandler(answered -> request.connection().shutdown(LAST_REQUESTS_MILLIS));
        } else {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** An IPv4 address, or the network of an IPv6 address. */
    public static String network(SocketAddress address) {
        String host = address == null || address.hostAddress() == null ? "" : address.hostAddress();
        int end = -1;
        for (int group = 0; group < GROUPS_OF_NETWORK && host.indexOf(':') >= 0; group++) {
            end = host.indexOf(':', end + 1);
        }
        return end < 0 ? host : host.substring(0, end);
    }
}
