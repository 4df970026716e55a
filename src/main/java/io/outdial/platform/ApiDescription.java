package io.outdial.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says once in the API's description what is true of every operation: its name, the shape of a refusal, and which
 * refusals its path, headers and body make possible.
 */
@OpenApiFilter(RunStage.BUILD)
public class ApiDescription implements OASFilter {

    private static final String API = "/api/v1/";
    private static final String PROBLEM = "Problem";

    /** What {@link Idempotent} marks; a test compares the two. */
    private static final Set<String> ONCE = Set.of(
            "attributes",
            "audiences",
            "campaigns",
            "campaigns/{id}/activate",
            "campaigns/{id}/duplicate",
            "campaigns/{id}/follow-up",
            "campaigns/{id}/pause",
            "campaigns/{id}/resume",
            "campaigns/{id}/schedule",
            "campaigns/{id}/stop",
            "campaigns/{id}/unschedule",
            "conversions",
            "customers",
            "customers/{id}/consents",
            "do-not-call",
            "opt-outs",
            "opt-outs/callbacks",
            "platform/do-not-call",
            "scripts",
            "telephony/connections",
            "telephony/test-calls",
            "tenants",
            "voice-agents",
            "webhooks",
            "webhooks/{id}/deliveries/{deliveryId}/redeliver",
            "webhooks/{id}/redeliver-dead",
            "webhooks/{id}/rotate-secret",
            "webhooks/{id}/test");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null) {
            return;
        }
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(PROBLEM, problem());
        // What the scanner makes of it describes a class, not what may be sent.
        api.getComponents()
                .addSchema("JsonNode", OASFactory.createSchema().description("Any JSON, as the field is documented"));
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(API)) {
                item.getOperations().forEach((method, operation) -> complete(path, method, item, operation));
            }
        });
    }

    private static void complete(String path, PathItem.HttpMethod method, PathItem item, Operation operation) {
        operation.setOperationId(name(path, method));
        boolean hasBody = operation.getRequestBody() != null;
        if (method == PathItem.HttpMethod.POST && ONCE.contains(path.substring(API.length()))) {
            operation.addParameter(idempotencyKey());
            refusal(operation, ProblemType.IDEMPOTENCY_KEY_REUSED);
        }
        boolean versioned = has(item, operation, Parameter.In.HEADER, "If-Match");
        refusal(operation, ProblemType.VALIDATION_FAILED);
        refusal(operation, ProblemType.UNAUTHENTICATED);
        refusal(operation, ProblemType.FORBIDDEN);
        refusal(operation, ProblemType.TOO_MANY_REQUESTS);
        if (path.contains("{")) {
            refusal(operation, ProblemType.NOT_FOUND);
        }
        if (method != PathItem.HttpMethod.GET) {
            refusal(operation, ProblemType.CONFLICT);
        }
        if (versioned) {
            refusal(operation, ProblemType.VERSION_STALE);
        }
        if (versioned && method != PathItem.HttpMethod.POST) {
            refusal(operation, ProblemType.PRECONDITION_REQUIRED);
        }
        if (hasBody) {
            refusal(operation, ProblemType.BODY_TOO_LARGE);
            refusal(operation, ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** {@code GET /api/v1/campaigns/{id}/targets} is {@code getCampaignsIdTargets}. */
    private static String name(String path, PathItem.HttpMethod method) {
        String words = Arrays.stream(path.substring(API.length()).split("[^A-Za-z]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return method.name().toLowerCase(Locale.ROOT) + words;
    }

    private static boolean has(PathItem item, Operation operation, Parameter.In in, String name) {
        return java.util.stream.Stream.of(item.getParameters(), operation.getParameters())
                .filter(java.util.Objects::nonNull)
                .flatMap(java.util.Collection::stream)
                .anyMatch(parameter -> parameter.getIn() == in && name.equals(parameter.getName()));
    }

    private static Parameter idempotencyKey() {
        return OASFactory.createParameter()
                .name(IdempotencyInterceptor.HEADER)
                .in(Parameter.In.HEADER)
                .required(false)
                .description("Repeated with the same request it gives the same answer and no second effect")
                .schema(OASFactory.createSchema()
                        .addType(SchemaType.STRING)
                        .minLength(1)
                        .maxLength(255));
    }

    private static void refusal(Operation operation, ProblemType type) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(type.title())
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
        operation.getResponses().addAPIResponse(String.valueOf(type.status()), response);
    }

    /** RFC 9457, with this API's list of errors. */
    private static Schema problem() {
        Schema text = OASFactory.createSchema().addType(SchemaType.STRING);
        Schema error = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .properties(Map.of(
                        "pointer", text.description("JSON pointer into the body, or ?name for a query parameter"),
                        "code", OASFactory.createSchema().addType(SchemaType.STRING),
                        "detail", OASFactory.createSchema().addType(SchemaType.STRING)));
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("Why the request was refused (RFC 9457)")
                .addProperty(
                        "type",
                        OASFactory.createSchema().addType(SchemaType.STRING).format("uri"))
                .addProperty("title", OASFactory.createSchema().addType(SchemaType.STRING))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", OASFactory.createSchema().addType(SchemaType.STRING))
                .addProperty("instance", OASFactory.createSchema().addType(SchemaType.STRING))
                .addProperty(
                        "errors",
                        OASFactory.createSchema().addType(SchemaType.ARRAY).items(error));
    }
}
