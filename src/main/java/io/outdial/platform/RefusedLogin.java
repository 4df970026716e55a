package io.outdial.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes a browser whose login is refused to a page that says why: the refusal itself has no body, and the browser would show its
 * own. A session of somebody whose tenant may not use the service any more is ended with its first refusal, by the framework: the
 * next login comes here.
 */
@ApplicationScoped
class RefusedLogin {

    /** Of the console, which says what {@code login} names: {@code tenant} or {@code failed}. */
    private static final String PAGE = "/console/?login=";

    private static final String TENANT_REFUSED = "outdial.tenant-refused";
    /** Before the authentication, which has 200. */
    private static final int PRIORITY = 300;

    /** Remembers that the tenant of this request's caller may not use the service. */
    static void note(RoutingContext context) {
        if (context != null) {
            context.put(TENANT_REFUSED, true);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(RefusedLogin::watch, PRIORITY);
    }

    private static void watch(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.GET)
                && context.normalizedPath().equals("/login")) {
            context.addHeadersEndHandler(written -> explain(context));
        }
        context.next();
    }

    /** Who comes back from the identity provider is a browser in the middle of a login; who only asks whether there is one is answered. */
    private static void explain(RoutingContext context) {
        HttpServerResponse response = context.response();
        boolean tenant = isTenantRefused(context);
        boolean refused = response.getStatusCode() == 401 || response.getStatusCode() == 403;
        if (refused && (tenant || context.request().getParam("state") != null)) {
            response.setStatusCode(303);
            response.headers()
                    .remove("WWW-Authenticate")
                    .set(HttpHeaders.LOCATION, PAGE + (tenant ? "tenant" : "failed"))
                    .set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private static boolean isTenantRefused(RoutingContext context) {
        return context.get(TENANT_REFUSED) != null;
    }
}
