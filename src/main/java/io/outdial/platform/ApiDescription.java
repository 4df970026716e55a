package io.outdial.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.info.Info;
import org.eclipse.microprofile.openapi.models.info.License;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Says once in the API's description what is true of every operation: its name, and which refusals its path, headers, body and
 * annotations make possible. {@link ApiDescriptionSchemas} says what a refusal looks like.
 */
@OpenApiFilter(RunStage.BUILD)
public class ApiDescription implements OASFilter {

    private static final String LICENSE = "Apache-2.0";
    private static final String API = "/api/v1/";
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");

    /** Operations that answer a repetition alike, as {@code POST /path}. */
    private final Collection<String> idempotent;

    /** Refusals that operations name themselves, by {@code POST /path}. */
    private final Map<String, List<ProblemType>> own;

    /** Operations that make something. */
    private final Map<String, AnnotationInstance> creating;

    /** @param classes the application's, with their annotations */
    public ApiDescription(IndexView classes) {
        idempotent = marked(classes, Idempotent.class).keySet();
        creating = marked(classes, Creates.class);
        own = new TreeMap<>();
        marked(classes, Refuses.class)
                .forEach((operation, refuses) -> own.put(
                        operation,
                        Arrays.stream(refuses.value().asEnumArray())
                                .map(ProblemType::valueOf)
                                .toList()));
    }

    /** The methods of resources with an annotation, by {@code POST /path}. */
    private static Map<String, AnnotationInstance> marked(IndexView classes, Class<?> annotation) {
        Map<String, AnnotationInstance> marked = new TreeMap<>();
        for (AnnotationInstance each : classes.getAnnotations(DotName.createSimple(annotation.getName()))) {
            if (each.target().kind() != AnnotationTarget.Kind.METHOD) {
                continue; // the interceptor
            }
            MethodInfo method = each.target().asMethod();
            Stream.of(HttpMethod.values())
                    .map(HttpMethod::name)
                    .filter(verb -> method.hasAnnotation(DotName.createSimple("jakarta.ws.rs." + verb)))
                    .forEach(verb -> marked.put(verb + " " + path(method), each));
        }
        return marked;
    }

    private static String path(MethodInfo method) {
        String path = Stream.of(method.declaringClass().declaredAnnotation(PATH), method.annotation(PATH))
                .filter(Objects::nonNull)
                .map(each -> "/" + each.value().asString())
                .collect(Collectors.joining())
                .replaceAll("/+", "/");
        // {name: .+} is {name} in the description
        return path.replaceAll("\\{(\\w+)[^}]*\\}", "{$1}");
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null) {
            return;
        }
        license(api);
        ApiDescriptionSchemas.complete(api);
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith(API)) {
                item.getOperations().forEach((method, operation) -> complete(path, method, item, operation));
            }
        });
    }

    /** Since version 3.1 of the format a licence has an identifier, and generators of clients refuse one that has none. */
    private static void license(OpenAPI api) {
        Info info = api.getInfo() == null ? OASFactory.createInfo() : api.getInfo();
        License license = info.getLicense() == null ? OASFactory.createLicense() : info.getLicense();
        api.setInfo(info.license(license.name(LICENSE).identifier(LICENSE)));
    }

    private void complete(String path, HttpMethod method, PathItem item, Operation operation) {
        operation.setOperationId(name(path, method));
        String key = method + " " + path;
        if (creating.containsKey(key)) {
            created(operation, creating.get(key).value("unlessKnown"));
        }
        List<ProblemType> refusals = new ArrayList<>(List.of(
                ProblemType.MALFORMED_REQUEST,
                ProblemType.VALIDATION_FAILED,
                ProblemType.UNAUTHENTICATED,
                ProblemType.FORBIDDEN,
                ProblemType.TENANT_UNKNOWN,
                ProblemType.TOO_MANY_REQUESTS,
                ProblemType.INTERNAL_ERROR,
                ProblemType.UNAVAILABLE));
        if (path.contains("{")) {
            refusals.add(ProblemType.NOT_FOUND);
        }
        boolean versioned = takesIfMatch(item, operation);
        if (versioned) {
            refusals.add(ProblemType.VERSION_STALE);
        }
        if (versioned && method != HttpMethod.POST) {
            refusals.add(ProblemType.PRECONDITION_REQUIRED);
        }
        if (operation.getRequestBody() != null) {
            refusals.add(ProblemType.REQUEST_TIMEOUT);
            refusals.add(ProblemType.BODY_TOO_LARGE);
            refusals.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        if (operation.getRequestBody() != null && !BodyLimit.isStreamed(path)) {
            refusals.add(ProblemType.LENGTH_REQUIRED);
        }
        refusals.addAll(own.getOrDefault(key, List.of()));
        if (idempotent.contains(key)) {
            operation.addParameter(idempotencyKey());
            refusals.add(ProblemType.CONFLICT);
            refusals.add(ProblemType.IDEMPOTENCY_KEY_REUSED);
        }
        describe(operation, refusals);
    }

    /** {@code GET /api/v1/campaigns/{id}/targets} is {@code getCampaignsIdTargets}. */
    private static String name(String path, HttpMethod method) {
        String words = Arrays.stream(path.substring(API.length()).split("[^A-Za-z]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return method.name().toLowerCase(Locale.ROOT) + words;
    }

    private static boolean takesIfMatch(PathItem item, Operation operation) {
        return Stream.of(item.getParameters(), operation.getParameters())
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .anyMatch(each -> each.getIn() == Parameter.In.HEADER && "If-Match".equals(each.getName()));
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

    /** The scanner takes it for a 200. */
    private static void created(Operation operation, AnnotationValue unlessKnown) {
        APIResponse answer = operation.getResponses().getAPIResponse("200");
        operation
                .getResponses()
                .addAPIResponse(
                        "201",
                        OASFactory.createAPIResponse()
                                .description("Created")
                                .content(answer.getContent())
                                .addHeader(
                                        "Location",
                                        OASFactory.createHeader()
                                                .description("The address of what was made")
                                                .schema(OASFactory.createSchema()
                                                        .addType(SchemaType.STRING)
                                                        .format("uri-reference"))));
        if (unlessKnown == null || !unlessKnown.asBoolean()) {
            operation.getResponses().removeAPIResponse("200");
        }
    }

    /** One response for each status; where several types of problem share it, it names them all. */
    private static void describe(Operation operation, List<ProblemType> refusals) {
        Map<Integer, List<ProblemType>> byStatus = refusals.stream()
                .distinct()
                .sorted()
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, types) -> {
            String description = types.stream()
                    .map(type -> "`" + type.slug() + "`: " + type.title())
                    .collect(Collectors.joining("; "));
            APIResponse response = OASFactory.createAPIResponse()
                    .description(description)
                    .content(OASFactory.createContent()
                            .addMediaType(
                                    "application/problem+json",
                                    OASFactory.createMediaType()
                                            .schema(OASFactory.createSchema().ref(ApiDescriptionSchemas.PROBLEM))));
            operation.getResponses().addAPIResponse(String.valueOf(status), response);
        });
    }
}
