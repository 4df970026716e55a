package io.outdial.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON texts that begin as what a schema asks for and go wrong in a place or two. The same random numbers make the same text. */
final class HostileJson {

    private static final int DEEPEST = 6;

    /** Texts that break something somewhere: terminators, halves of characters, formulas, paths, templates, commands. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "\\u0000",
            "a\\u0000b",
            "\\ud800",
            "\\udc00\\ud800",
            "\\u001b[31m\\u0007\\b",
            "\\r\\nX-Injected: yes",
            "\\u202e\\ufeff\\u200b",
            "\uD83D\uDC69\u200D\uD83D\uDC67",
            "' or 1=1; --",
            "$1",
            "%s%n%d",
            "${jndi:ldap://localhost/x}",
            "{{first_name}}",
            "{{{{{{{{",
            "../../../../etc/passwd",
            "=1+1",
            "<Response><Dial>+1</Dial></Response>",
            "*",
            "null",
            "NaN",
            "-1",
            "99999999999999999999",
            "2026-02-30T25:61:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "-999999999-01-01",
            "PT-9223372036854775808S",
            "P99999999999D",
            "Nowhere/City",
            "(a+)+$",
            "[",
            "x".repeat(300),
            "x".repeat(20_000),
            "\u0130".repeat(200));

    /** Moments at the ends of what is taken, of what PostgreSQL keeps and of what Java does. */
    private static final List<String> MOMENTS = List.of(
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "0000-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "-4713-01-01T00:00:00Z",
            "+294277-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "1e18",
            "-1");

    /** Values of the wrong kind, and of the right kind far too large. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-1",
            "-0.0",
            "0.1",
            "1e308",
            "1e400",
            "-1e400",
            "1e99999",
            "1e999999999",
            "1e131000",
            "1e-131000",
            "-1e-999999999",
            "[1e-999999999, \"x\"]",
            "2147483648",
            "9223372036854775808",
            "123456789012345678901234567890",
            "0.00000000000000000000000000000000001",
            "[null]",
            "[[[[[]]]]]",
            "{\"a\": {\"a\": {\"a\": null}}}",
            "{\"\": 1}",
            "{\"$gt\": {}}",
            "{\"$in\": [null, 1, \"x\", {}]}",
            "{\"$nobodyKnows\": 1}",
            "[\"" + "\", \"".repeat(500) + "\"]",
            "[".repeat(900) + "]".repeat(900),
            "[".repeat(30_000),
            "{\"a\":".repeat(400) + "1" + "}".repeat(400),
            "{\"$not\":".repeat(300) + "{}" + "}".repeat(300),
            "9".repeat(900),
            "9".repeat(5_000));

    private final ApiSchemas schemas;
    private final Random random;
    /** Ids that exist, so that some references lead somewhere. */
    private final List<String> ids;

    private int left;

    HostileJson(ApiSchemas schemas, Random random, List<String> ids) {
        this.schemas = schemas;
        this.random = random;
        this.ids = ids;
    }

    String body(Map<String, Object> schema) {
        left = random.nextInt(4); // none: as described, at least in its form
        return value(schema, 0);
    }

    private String value(Map<String, Object> schema, int depth) {
        if (left > 0 && random.nextInt(6) == 0) {
            left--;
            return random.nextInt(3) == 0 ? '"' + any(TEXTS) + '"' : any(VALUES);
        }
        List<String> words = schemas.enumeration(schema);
        if (!words.isEmpty()) {
            return '"' + any(words) + '"';
        }
        return switch (ApiSchemas.type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> list(schema, depth);
            case "integer" -> String.valueOf(random.nextInt(100));
            case "number" -> String.valueOf(random.nextInt(1000) / 100.0);
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "string" -> '"' + text(schema) + '"';
            default -> any(List.of("1", "\"x\"", "true", "{\"name\": \"x\"}", "{\"$gt\": 1}", "[\"a\", 1]", "null"));
        };
    }

    private String object(Map<String, Object> schema, int depth) {
        List<String> members = new ArrayList<>();
        if (schema.get("properties") instanceof Map<?, ?> properties && depth < DEEPEST) {
            properties.forEach((name, property) -> {
                if (random.nextInt(depth == 0 ? 5 : 2) > 0) {
                    members.add("\"" + name + "\": " + value(schemas.resolved(property), depth + 1));
                }
            });
        } else if (random.nextBoolean()) {
            members.add('"' + any(TEXTS) + "\": " + any(VALUES));
            if (random.nextInt(4) == 0) { // refused as an attribute, whatever stands beside it
                members.add("\"city\": " + any(VALUES));
            }
        }
        if (left > 0 && random.nextInt(8) == 0 && !members.isEmpty()) {
            left--;
            members.add(random.nextBoolean() ? members.get(0) : '"' + any(TEXTS) + "\": 1");
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String list(Map<String, Object> schema, int depth) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && depth < DEEPEST; i--) {
            items.add(value(schemas.resolved(schema.get("items")), depth + 1));
        }
        return "[" + String.join(", ", items) + "]";
    }

    private String text(Map<String, Object> schema) {
        String pattern = String.valueOf(schema.get("pattern"));
        return switch (String.valueOf(schema.get("format"))) {
            case "uuid" -> any(ids);
            case "date" -> "2026-12-0" + (1 + random.nextInt(9));
            case "date-time" ->
                left > 0 && random.nextBoolean() ? any(MOMENTS) : "2026-12-0" + (1 + random.nextInt(9)) + "T09:00:00Z";
            case "time", "local-time" -> "09:00";
            case "duration" -> "PT" + (1 + random.nextInt(90)) + "M";
            default -> pattern.contains("[1-9][0-9]") ? "+8835100" + (10_000 + random.nextInt(90_000)) : word();
        };
    }

    private String word() {
        return any(List.of("x", "en", "SA", "Asia/Riyadh", "09:00", "PT1H", "1.00", "name", "busy", "riyadh"));
    }

    String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
