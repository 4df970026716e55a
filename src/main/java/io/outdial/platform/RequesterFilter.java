package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Notes who makes a request before anything is done for them, for records and for lines of the log. */
@ApplicationScoped
class RequesterFilter {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final SecurityIdentity identity;
    private final HttpServerRequest request;

    RequesterFilter(SecurityIdentity identity, HttpServerRequest request) {
        this.identity = identity;
        this.request = request;
    }

    @ServerRequestFilter
    public void note() {
        if (identity.isAnonymous()) {
            return; // providers' callbacks and probes: nobody of a tenant's
        }
        String sent = request.getHeader(REQUEST_ID);
        String id = sent != null && NAME.matcher(sent).matches() ? sent : null;
        TenantId tenant = Caller.tenantOf(identity);
        if (tenant != null) {
            MDC.put("tenant", tenant.toString());
        }
        if (id != null) {
            MDC.put("requestId", id);
        }
        new Requester(
                        Caller.subjectOf(identity),
                        request.remoteAddress() == null
                                ? null
                                : request.remoteAddress().hostAddress(),
                        id)
                .serve();
    }
}
