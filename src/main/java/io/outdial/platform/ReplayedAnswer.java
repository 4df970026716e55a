package io.outdial.platform;

import io.outdial.platform.IdempotencyKeys.Answer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Leaves an operation with the answer that an earlier request got; thrown because the operation's own type is another. */
final class ReplayedAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    ReplayedAnswer(Answer answer) {
        super("replayed", null, false, false);
        this.answer = answer;
    }

    /** Makes it the response. */
    static class Mapper {

        @ServerExceptionMapper
        Response replay(ReplayedAnswer replayed) {
            return Response.status(replayed.answer.status())
                    .entity(replayed.answer.body())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.ETAG, replayed.answer.etag())
                    .header(HttpHeaders.LOCATION, replayed.answer.location())
                    .header("Idempotency-Replayed", true)
                    .build();
        }
    }
}
