package io.outdial.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.outdial.platform.Problem.FieldError;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.pgclient.PgException;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.DataException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a request becomes a problem document; an unforeseen one is logged once under an id and says no more. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    @ServerExceptionMapper
    Response problem(Problem problem, UriInfo request) {
        return answer(problem.type(), problem.getMessage(), problem.errors(), problem.extensions(), request);
    }

    @ServerExceptionMapper
    Response constraints(ConstraintViolationException violations, UriInfo request) {
        List<FieldError> errors = violations.getConstraintViolations().stream()
                .map(ProblemMappers::fieldError)
                .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                .toList();
        return answer(
                ProblemType.VALIDATION_FAILED,
                errors.size() == 1 ? errors.get(0).detail() : errors.size() + " values are not acceptable.",
                errors,
                Map.of(),
                request);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure, UriInfo request) {
        FieldError error = fieldError(failure);
        boolean readable = failure instanceof JsonMappingException;
        return answer(
                readable ? ProblemType.VALIDATION_FAILED : ProblemType.MALFORMED_REQUEST,
                error.detail(),
                List.of(error),
                Map.of(),
                request);
    }

    /** Said again for the subtype, because the framework brings a mapper of its own for it. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, UriInfo request) {
        return json(failure, request);
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException failure, UriInfo request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem(problem, request);
            }
        }
        return unauthenticated(request);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failure, UriInfo request) {
        return unauthenticated(request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, UriInfo request) {
        return answer(
                ProblemType.FORBIDDEN, "The token lacks the scope or the role for this.", List.of(), Map.of(), request);
    }

    @ServerExceptionMapper
    Response stale(OptimisticLockException failure, UriInfo request) {
        return answer(ProblemType.VERSION_STALE, "Read it again and repeat your change.", List.of(), Map.of(), request);
    }

    @ServerExceptionMapper
    Response database(PgException failure, UriInfo request) {
        // Class 22, data exception: a value that cannot be stored, such as a text with a zero character.
        return failure.getSqlState() != null && failure.getSqlState().startsWith("22")
                ? unstorable(request)
                : unforeseen(failure, request);
    }

    /** Class 22 as Hibernate reports it. */
    @ServerExceptionMapper
    Response data(DataException failure, UriInfo request) {
        return unstorable(request);
    }

    /** The framework says of a query parameter that it cannot read what it says of a path: that it is not there. */
    @ServerExceptionMapper
    Response notFound(NotFoundException failure, UriInfo request) {
        List<FieldError> errors = MalformedQuery.errors(failure.getCause(), request.getQueryParameters());
        return errors.isEmpty()
                ? http(failure, request)
                : answer(ProblemType.VALIDATION_FAILED, errors.get(0).detail(), errors, Map.of(), request);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, UriInfo request) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return json(json, request);
        }
        int status = failure.getResponse().getStatus();
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status && status < 500) {
                return answer(type, type.title() + ".", List.of(), Map.of(), request);
            }
        }
        return status >= 400 && status < 500
                ? answer(ProblemType.MALFORMED_REQUEST, "The request cannot be read.", List.of(), Map.of(), request)
                : unforeseen(failure, request);
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure, UriInfo request) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "Request failed, id %s", id);
        return answer(
                ProblemType.INTERNAL_ERROR,
                "The service could not do this; quote the id when you report it.",
                List.of(),
                Map.of("id", id),
                request);
    }

    private static Response unstorable(UriInfo request) {
        return answer(
                ProblemType.VALIDATION_FAILED,
                "A value holds a character or a size that cannot be stored.",
                List.of(),
                Map.of(),
                request);
    }

    private static Response unauthenticated(UriInfo request) {
        return Response.fromResponse(
                        answer(ProblemType.UNAUTHENTICATED, "Send a valid bearer token.", List.of(), Map.of(), request))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Response answer(
            ProblemType type, String detail, List<FieldError> errors, Map<String, Object> extensions, UriInfo request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type.uri());
        body.put("title", type.title());
        body.put("status", type.status());
        body.put("detail", detail);
        body.put("instance", request.getRequestUri().getPath());
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        body.putAll(extensions);
        Response.ResponseBuilder response =
                Response.status(type.status()).entity(body).type(PROBLEM_JSON);
        if (type == ProblemType.TOO_MANY_REQUESTS || type == ProblemType.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, extensions.getOrDefault("retryAfterSeconds", 1));
        }
        return response.build();
    }

    /** Method and parameter come before the body's own path; what the body's path holds becomes the pointer. */
    private static FieldError fieldError(ConstraintViolation<?> violation) {
        List<String> parts = new ArrayList<>();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                if (node.getIndex() != null) {
                    parts.add(String.valueOf(node.getIndex()));
                } else if (node.getKey() != null) {
                    parts.add(String.valueOf(node.getKey()));
                }
                if (node.getKind() == ElementKind.PROPERTY) {
                    parts.add(node.getName());
                }
            }
        }
        String code = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(java.util.Locale.ROOT);
        String where = parts.isEmpty() ? parameter : parts.get(parts.size() - 1);
        return new FieldError(
                parts.isEmpty() ? "?" + parameter : "/" + String.join("/", parts),
                code,
                where + " " + violation.getMessage() + ".");
    }

    private static FieldError fieldError(JsonProcessingException failure) {
        if (!(failure instanceof JsonMappingException mapping)) {
            String where = failure.getLocation() == null
                    ? ""
                    : " at line " + failure.getLocation().getLineNr() + ", column "
                            + failure.getLocation().getColumnNr();
            return new FieldError("", "malformed_json", "The body is not valid JSON" + where + ".");
        }
        String pointer = pointer(mapping);
        if (mapping instanceof UnrecognizedPropertyException unknown) {
            return new FieldError(
                    pointer, "unknown_field", "There is no field " + unknown.getPropertyName() + " here.");
        }
        if (mapping instanceof InvalidFormatException format) {
            return new FieldError(
                    pointer, "wrong_format", "The value is not a valid " + typeName(format.getTargetType()) + ".");
        }
        if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return new FieldError(
                    pointer, "wrong_type", "A " + typeName(mismatch.getTargetType()) + " is expected here.");
        }
        for (Throwable cause = mapping.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem && !problem.errors().isEmpty()) {
                FieldError inner = problem.errors().get(0);
                return new FieldError(pointer + inner.pointer(), inner.code(), inner.detail());
            }
            if (cause instanceof IllegalArgumentException) {
                return new FieldError(pointer, "invalid", "The value is not acceptable: " + cause.getMessage() + ".");
            }
        }
        return new FieldError(pointer, "invalid", "The value is not acceptable.");
    }

    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            pointer.append('/');
            pointer.append(
                    step.getFieldName() == null
                            ? String.valueOf(step.getIndex())
                            : step.getFieldName().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String typeName(Class<?> type) {
        if (type == null) {
            return "value";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class || type == double.class) {
            return "number";
        }
        if (type == java.time.Instant.class || type == java.time.OffsetDateTime.class) {
            return "date-time (RFC 3339)";
        }
        if (type == java.time.Duration.class) {
            return "duration (ISO 8601)";
        }
        if (type.isArray() || java.util.Collection.class.isAssignableFrom(type)) {
            return "list";
        }
        if (type.isRecord() || java.util.Map.class.isAssignableFrom(type)) {
            return "object";
        }
        if (type.isEnum()) {
            return "word among the documented ones";
        }
        return type == String.class ? "text" : type.getSimpleName();
    }
}
