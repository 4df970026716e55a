package io.outdial.platform;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Refuses an Accept header that cannot be read before anything is done, and not when the answer is to be written. */
@Provider
@PreMatching
class AcceptHeader implements ContainerRequestFilter {

    /** A comma that stands in no quotes. */
    private static final Pattern COMMA = Pattern.compile(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)");

    private static final int MAX_LENGTH = 2_000;

    @Override
    public void filter(ContainerRequestContext context) {
        String accept = context.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || accept.isBlank()) {
            return;
        }
        if (accept.length() > MAX_LENGTH) {
            throw unreadable();
        }
        for (String type : COMMA.split(accept)) {
            if (!type.isBlank()) {
                check(type.trim());
            }
        }
    }

    private static void check(String type) {
        try {
            MediaType.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static Problem unreadable() {
        return new Problem(ProblemType.MALFORMED_REQUEST, "The Accept header is no list of media types.");
    }
}
