package io.outdial.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Holds every body to a size, before a byte of it is read. Imports alone are streamed and may be of any size; all others
 * must say their length, to which the server then holds them. Over HTTP/2 too, where a body needs no header to be there.
 */
@Provider
@PreMatching
class BodyLimit implements ContainerRequestFilter {

    private static final Set<String> STREAMED =
            Set.of("/api/v1/customers/import", "/api/v1/do-not-call/import", "/api/v1/platform/do-not-call/import");

    private final long maxBytes;
    private final HttpServerRequest request;

    BodyLimit(@ConfigProperty(name = "outdial.http.max-body-size") MemorySize max, HttpServerRequest request) {
        this.maxBytes = max.asLongValue();
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        if (isStreamed(context.getUriInfo().getPath())) {
            return;
        }
        boolean said = request.getHeader("Content-Length") != null;
        if (request.getHeader("Transfer-Encoding") != null || !said && RequestBody.mayCome(request)) {
            throw new Problem(ProblemType.LENGTH_REQUIRED, "Send the body with a Content-Length.");
        }
        if (declaredLength() > maxBytes) {
            throw new Problem(ProblemType.BODY_TOO_LARGE, "The body may have " + maxBytes + " bytes at most.");
        }
    }

    /** Whether the operation at this path reads a file as it comes. */
    static boolean isStreamed(String path) {
        return STREAMED.contains(path);
    }

    /** Not the framework's own, which fails of what is no int. */
    private long declaredLength() {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }
}
