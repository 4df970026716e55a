package io.outdial.platform;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * A browser sends its session with whatever page makes it send something. So a request that changes anything and has no token
 * but a session must also carry a header that no form can set and no other origin may without being asked first (OWASP's
 * custom request header against cross-site request forgery), beside the cookie being {@code SameSite=Lax}.
 */
class SessionGuard {

    static final String HEADER = "X-Requested-With";

    private static final String SESSION = "q_session";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @ServerRequestFilter(preMatching = true)
    public void admit(ContainerRequestContext request, HttpServerRequest http) {
        if (HARMLESS.contains(request.getMethod())
                || request.getHeaderString("Authorization") != null
                || http.cookies().stream().noneMatch(cookie -> cookie.getName().startsWith(SESSION))) {
            return;
        }
        String from = request.getHeaderString("Sec-Fetch-Site");
        if (request.getHeaderString(HEADER) == null || (from != null && !OURS.contains(from))) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "A request of a browser's session that changes something must come from the same origin and have the"
                            + " header " + HEADER + ".");
        }
    }
}
