package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Places;
import io.outdial.platform.Problem;
import io.outdial.platform.Refusals;
import io.outdial.tenant.CachedTenantDirectory.RequestBounds;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds each tenant to its number of API requests at once and its rate of them on this replica: the next one is told when to
 * come back, before anything is done for it, and hears it late when it was told often ({@link Refusals}).
 */
@ApplicationScoped
class RequestLimit {

    private static final Pattern EVENTS = Pattern.compile("/api/v1/campaigns/[^/]+/events");

    private final CachedTenantDirectory directory;
    private final RequestRate rate;
    private final Refusals refusals;
    private final Places<TenantId> underWay = new Places<>();
    private final SecurityIdentity identity;
    private final RoutingContext request;

    RequestLimit(
            CachedTenantDirectory directory,
            RequestRate rate,
            Refusals refusals,
            SecurityIdentity identity,
            RoutingContext request) {
        this.directory = directory;
        this.rate = rate;
        this.refusals = refusals;
        this.identity = identity;
        this.request = request;
    }

    /** Null, which the framework takes for nothing to wait for, when the request may go on. */
    @ServerRequestFilter
    public Uni<Void> admit() {
        TenantId tenant = identity.isAnonymous() ? null : Caller.tenantOf(identity);
        if (tenant == null) {
            return null;
        }
        RequestBounds bounds = directory.bounds(tenant);
        String client = Caller.subjectOf(identity);
        Duration wait = rate.take(tenant, client, bounds.perSecond());
        if (wait != null) {
            return refuse(tenant, client, "You or your tenant sent more requests in this second than it may.", wait);
        }
        if (isEventStream(request.request())) {
            return null; // long by nature, with a bound of its own
        }
        if (!underWay.take(tenant, bounds.atOnce())) {
            return refuse(
                    tenant,
                    client,
                    "Your tenant has too many requests under way; try again in a second.",
                    Duration.ofSeconds(1));
        }
        request.addEndHandler(ended -> underWay.leave(tenant));
        return null;
    }

    /** Not every path that ends so: an attribute's name may have slashes. */
    private static boolean isEventStream(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && EVENTS.matcher(request.path()).matches();
    }

    private Uni<Void> refuse(TenantId tenant, String client, String detail, Duration wait) {
        return refusals.ofTenant(tenant, client).chain(() -> Uni.createFrom().failure(Problem.tooMany(detail, wait)));
    }
}
