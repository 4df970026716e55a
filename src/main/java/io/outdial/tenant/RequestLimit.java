package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds each tenant to its number of concurrent API requests on this replica: the next one is told to come back. */
@ApplicationScoped
class RequestLimit {

    private final CachedTenantDirectory directory;
    private final Map<TenantId, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final SecurityIdentity identity;
    private final RoutingContext request;

    RequestLimit(CachedTenantDirectory directory, SecurityIdentity identity, RoutingContext request) {
        this.directory = directory;
        this.identity = identity;
        this.request = request;
    }

    @ServerRequestFilter
    public void admit() {
        TenantId tenant = identity.isAnonymous() ? null : Caller.tenantOf(identity);
        if (tenant == null || request.request().path().endsWith("/events")) {
            return; // event streams are long by nature and have a bound of their own
        }
        AtomicInteger count = underWay.computeIfAbsent(tenant, any -> new AtomicInteger());
        if (count.incrementAndGet() > directory.maxConcurrentRequests(tenant)) {
            count.decrementAndGet();
            throw new Problem(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Your tenant has too many requests under way; try again in a second.");
        }
        request.addEndHandler(ended -> count.decrementAndGet());
    }
}
