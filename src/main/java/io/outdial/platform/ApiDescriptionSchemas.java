package io.outdial.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The schemas of the API's description that are not read from a class, or are read from it wrongly. */
final class ApiDescriptionSchemas {

    static final String PROBLEM = "Problem";

    private static final String PAGE = "Page";

    /** Ids of a type of their own are written as the UUIDs they are made of. */
    private static final List<String> IDS = List.of("AttemptId", "CampaignId", "CustomerId", "TenantId");

    /** What the scanner follows from classes of the framework, and nobody sends or gets. */
    private static final List<String> NOISE = List.of("JsonNodeType", "MediaType");

    private ApiDescriptionSchemas() {}

    static void complete(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        Components components = api.getComponents();
        components.addSchema(PROBLEM, problem());
        components.addSchema("JsonNode", OASFactory.createSchema().description("Any JSON, as the field is documented"));
        components.addSchema(
                "OutboundSseEvent",
                text("An event with its type, data and, of what happened, id; see docs/quality.md"));
        IDS.forEach(id -> components.addSchema(id, text(null).format("uuid")));
        NOISE.forEach(components::removeSchema);
        namePages(api);
    }

    /** The scanner calls a page after the class of its items, which may have another name here. */
    private static void namePages(OpenAPI api) {
        Map<String, String> names = new TreeMap<>();
        Components components = api.getComponents();
        components.getSchemas().forEach((name, schema) -> item(name, schema).ifPresent(item -> names.put(name, item)));
        names.forEach((name, item) -> {
            Schema page = components.getSchemas().get(name);
            components.removeSchema(name);
            components.addSchema(PAGE + item, page);
        });
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .filter(answer -> answer.getContent() != null)
                .flatMap(answer -> answer.getContent().getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .filter(schema -> schema != null && schema.getRef() != null)
                .forEach(schema -> {
                    String item = names.get(last(schema.getRef()));
                    if (item != null) {
                        schema.setRef(PAGE + item);
                    }
                });
    }

    /** The name of what a page has; empty for a schema that is no page, or that is named well. */
    private static Optional<String> item(String name, Schema schema) {
        Schema items =
                schema.getProperties() == null ? null : schema.getProperties().get("items");
        return !name.startsWith(PAGE)
                        || items == null
                        || items.getItems() == null
                        || items.getItems().getRef() == null
                ? Optional.empty()
                : Optional.of(last(items.getItems().getRef())).filter(item -> !name.equals(PAGE + item));
    }

    private static String last(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** RFC 9457, with this API's members; docs/problems.md says which problem has which. */
    private static Schema problem() {
        Schema error = object(null)
                .addProperty("pointer", text("JSON pointer into the body, or ?name for a query parameter"))
                .addProperty("code", text("What is wrong there, for programs"))
                .addProperty("detail", text("The same for people"))
                .required(List.of("pointer", "code", "detail"));
        Schema check = object(null)
                .addProperty("name", text(null))
                .addProperty("passed", OASFactory.createSchema().addType(SchemaType.BOOLEAN))
                .addProperty("detail", text("What it found"));
        return object("Why the request was refused (RFC 9457)")
                .addProperty(
                        "type",
                        text("https://outdial.io/problems/ and the problem's name")
                                .format("uri"))
                .addProperty("title", text(null))
                .addProperty("status", number(null))
                .addProperty("detail", text(null))
                .addProperty("instance", text("The path of the request"))
                .addProperty("errors", list(error, "The places that are at fault"))
                .addProperty("checks", list(check, "Of a start that was refused: every check of the campaign"))
                .addProperty("limit", text("Name of the tenant's limit that is reached"))
                .addProperty("currentState", text("State of the campaign"))
                .addProperty("allowedActions", list(text(null), "What its state allows"))
                .addProperty("retryAfterSeconds", number("As the header Retry-After"))
                .addProperty(
                        "importId",
                        text("Of an import that broke off: where to read what it did")
                                .format("uuid"))
                .addProperty("received", number("Of the same import: rows that were read"))
                .addProperty("accepted", number("Rows that made a customer"))
                .addProperty("updated", number("Rows that changed one"))
                .addProperty("rejected", number("Rows that were refused"))
                .addProperty(
                        "id",
                        text("Of a defect: the id beside which the log has the cause")
                                .format("uuid"))
                .required(List.of("type", "title", "status", "detail", "instance"));
    }

    private static Schema object(String description) {
        return described(SchemaType.OBJECT, description);
    }

    private static Schema text(String description) {
        return described(SchemaType.STRING, description);
    }

    private static Schema number(String description) {
        return described(SchemaType.INTEGER, description);
    }

    private static Schema list(Schema items, String description) {
        return described(SchemaType.ARRAY, description).items(items);
    }

    private static Schema described(SchemaType type, String description) {
        Schema schema = OASFactory.createSchema().addType(type);
        return description == null ? schema : schema.description(description);
    }
}
