package io.outdial.api;

import static io.restassured.RestAssured.given;

import io.outdial.api.Operations.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The schemas of the API's description: what bodies and parameters are said to look like. */
@SuppressWarnings("unchecked")
final class ApiSchemas {

    private static final int DEEPEST = 12;

    private final Map<String, Map<String, Object>> named;

    private ApiSchemas(Map<String, Map<String, Object>> named) {
        this.named = named;
    }

    static ApiSchemas read() {
        return new ApiSchemas(given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("components.schemas"));
    }

    /** The schema itself, where a reference or a single alternative stands for it. */
    Map<String, Object> resolved(Object schema) {
        Map<String, Object> found = schema == null ? Map.of() : (Map<String, Object>) schema;
        for (int i = 0; i < DEEPEST; i++) {
            if (found.get("$ref") instanceof String ref) {
                found = named.getOrDefault(ref.substring(ref.lastIndexOf('/') + 1), Map.of());
            } else if (alternatives(found) instanceof List<?> all && !all.isEmpty()) {
                found = ((List<Map<String, Object>>) all)
                        .stream()
                                .filter(each -> !"null".equals(each.get("type")))
                                .findFirst()
                                .orElse(Map.of());
            } else {
                return found;
            }
        }
        return found;
    }

    private static Object alternatives(Map<String, Object> schema) {
        return schema.getOrDefault("anyOf", schema.getOrDefault("oneOf", schema.get("allOf")));
    }

    /** The one word of {@code type} that is not null; empty when any is allowed. */
    static String type(Map<String, Object> schema) {
        Object type = schema.get("type");
        if (type instanceof List<?> several) {
            return several.stream()
                    .map(String::valueOf)
                    .filter(each -> !each.equals("null"))
                    .findFirst()
                    .orElse("");
        }
        return type == null ? schema.containsKey("properties") ? "object" : "" : type.toString();
    }

    /** What the operation's body is said to be; empty without one. */
    Map<String, Object> body(Operation operation) {
        Map<String, Object> body = (Map<String, Object>) operation.described().getOrDefault("requestBody", Map.of());
        Map<String, Map<String, Object>> content =
                (Map<String, Map<String, Object>>) body.getOrDefault("content", Map.of());
        Map<String, Object> json = content.get("application/json");
        return json == null ? Map.of() : resolved(json.get("schema"));
    }

    /** The same; of a change whose body is any JSON, what the creation of the same thing takes. */
    Map<String, Object> body(Operation operation, List<Operation> all) {
        Map<String, Object> schema = body(operation);
        if (schema.containsKey("properties") || !operation.takesJson()) {
            return schema;
        }
        String created = "POST " + operation.path().replaceFirst("/\\{[^/]+}$", "");
        return all.stream()
                .filter(each -> each.toString().equals(created))
                .findFirst()
                .map(this::body)
                .orElse(schema);
    }

    static List<Map<String, Object>> parameters(Operation operation, String in) {
        List<Map<String, Object>> all =
                (List<Map<String, Object>>) operation.described().getOrDefault("parameters", List.of());
        return all.stream().filter(each -> in.equals(each.get("in"))).toList();
    }

    static Set<String> queryNames(Operation operation) {
        Set<String> names = new TreeSet<>();
        parameters(operation, "query").forEach(each -> names.add((String) each.get("name")));
        return names;
    }

    /** Every property below a schema, by its pointer; the items of a list have {@code *} for their place. */
    void properties(Map<String, Object> schema, BiConsumer<String, Map<String, Object>> seen) {
        walk("", schema, Collections.newSetFromMap(new IdentityHashMap<>()), seen);
    }

    private void walk(
            String pointer,
            Map<String, Object> schema,
            Set<Object> above,
            BiConsumer<String, Map<String, Object>> seen) {
        if (!above.add(schema)) {
            return; // a schema within itself
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                Map<String, Object> of = resolved(property);
                seen.accept(pointer + "/" + name, of);
                walk(pointer + "/" + name, of, above, seen);
            });
        }
        if (schema.get("items") != null) {
            Map<String, Object> of = resolved(schema.get("items"));
            seen.accept(pointer + "/*", of);
            walk(pointer + "/*", of, above, seen);
        }
        above.remove(schema);
    }

    List<String> enumeration(Map<String, Object> schema) {
        List<String> words = new ArrayList<>();
        if (schema.get("enum") instanceof List<?> all) {
            all.forEach(each -> words.add(String.valueOf(each)));
        }
        return words;
    }
}
