package io.outdial.browser;

import io.outdial.bench.Issuer;
import io.outdial.cluster.Jvm;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A tenant whose people use the console; what a test does not do in the browser is done here over HTTP. */
final class Shop {

    final String slug;
    private final Jvm service;
    private final Issuer issuer;

    Shop(Jvm service, Issuer issuer, String slug) {
        this.service = service;
        this.issuer = issuer;
        this.slug = slug;
        service.post(
                issuer.platformToken(),
                "/tenants",
                "application/json",
                new JsonObject()
                        .put("slug", slug)
                        .put("name", "Shop " + slug)
                        .put("country", "SA")
                        .put("timeZone", "Asia/Riyadh")
                        .encode());
    }

    JsonObject post(String path, JsonObject body) {
        return service.post(token(), path, "application/json", body.encode());
    }

    JsonObject get(String path) {
        return service.get(token(), path);
    }

    /** The id of the first of a list. */
    String firstOf(String path) {
        return get(path + "?limit=1").getJsonArray("items").getJsonObject(0).getString("id");
    }

    /** Imports customers; answers the import's id. */
    String imported(String csv) {
        return service.post(token(), "/customers/import", "text/csv", csv).getString("id");
    }

    /** Imports that many of the demo's customers. */
    Shop withCustomers(int count) {
        try (var file = Shop.class.getResourceAsStream("/demo/customers-10k.csv")) {
            String csv = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .limit(count + 1L)
                    .collect(Collectors.joining("\n"));
            imported(csv);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A voice agent and a script; answers the ids as {@code voiceAgentId} and {@code scriptId}. */
    JsonObject withContent() {
        JsonObject agent = post(
                "/voice-agents",
                new JsonObject().put("name", "Noura").put("language", "en").put("voice", "noura"));
        JsonObject script = post(
                "/scripts",
                new JsonObject()
                        .put("name", "Greeting")
                        .put("language", "en")
                        .put("template", "Hello {{first_name}}, may we tell you about our offers?"));
        return new JsonObject().put("voiceAgentId", agent.getString("id")).put("scriptId", script.getString("id"));
    }

    private String token() {
        return issuer.tenantToken(slug);
    }
}
