package io.outdial.platform;

import java.util.Locale;

/** Every kind of refusal the API knows. The documentation has a section for each, at its {@link #uri()}. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    VALIDATION_FAILED(400, "The request does not make sense"),
    UNAUTHENTICATED(401, "A valid bearer token is needed"),
    FORBIDDEN(403, "The token does not allow this"),
    TENANT_UNKNOWN(403, "The token's tenant may not use the service"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in the asked form"),
    REQUEST_TIMEOUT(408, "The body did not come in time"),
    CONFLICT(409, "The request conflicts with what exists"),
    TRANSITION_REFUSED(409, "The campaign's state does not allow this"),
    LENGTH_REQUIRED(411, "The request needs a Content-Length"),
    VERSION_STALE(412, "Somebody changed it in the meantime"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    CAMPAIGN_INVALID(422, "The campaign is not ready"),
    QUERY_TOO_LONG(422, "The query takes too long"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
    PRECONDITION_REQUIRED(428, "An If-Match header is needed"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "The service cannot do this right now");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Its name in addresses and in the documentation. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String uri() {
        return "https://outdial.io/problems/" + slug();
    }
}
