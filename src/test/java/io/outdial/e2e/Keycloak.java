package io.outdial.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Keycloak on 127.0.0.1 with the realm that the project ships ({@code docs/keycloak-realm.json}), some people in it, and a
 * second realm of the same kind, {@link #ELSEWHERE}, that the platform knows nothing of. Its data lives in memory.
 */
final class Keycloak implements AutoCloseable {

    static final String REALM = "outdial";
    static final String ELSEWHERE = "elsewhere";
    static final String CLIENT_SECRET = "a-secret-of-tests-with-more-than-32-characters";
    static final String SERVICE_SECRET = "another-secret-of-tests";
    static final String PASSWORD = "correct horse battery staple";

    private static final Path SHIPPED = Path.of("docs", "keycloak-realm.json");
    private static final Path UNPACKED = Path.of(System.getProperty("outdial.keycloak", "target/keycloak"));
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** @param tenant slug; null for the platform's own */
    record Person(String name, String tenant, String role) {}

    private final Peer peer = new Peer("keycloak");
    private final int port = Ports.free();

    /**
     * @param service address of the service, to which browsers come back
     * @param tenant slug of the tenant whose service has a client
     */
    Keycloak(String service, String tenant, Person... people) {
        Path home = home();
        importRealm(home, REALM, people);
        importRealm(home, ELSEWHERE, people);
        peer.start(
                "nothing: Maven brings it, see the profile e2e in pom.xml",
                List.of(
                        "env",
                        // Another collector may be chosen there than Keycloak chooses itself.
                        "-u",
                        "JAVA_TOOL_OPTIONS",
                        "OUTDIAL_CLIENT_SECRET=" + CLIENT_SECRET,
                        "OUTDIAL_SERVICE_SECRET=" + SERVICE_SECRET,
                        "OUTDIAL_TENANT=" + tenant,
                        "OUTDIAL_URL=" + service,
                        "JAVA_OPTS_KC_HEAP=-Xmx512m -XX:TieredStopAtLevel=1",
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--import-realm"));
    }

    /** Waits until both realms are there. */
    Keycloak ready() {
        peer.ready(PATIENCE, () -> answers(REALM) && answers(ELSEWHERE));
        return this;
    }

    private static Path home() {
        try (Stream<Path> unpacked = Files.list(UNPACKED)) {
            return unpacked.filter(each -> each.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("no Keycloak in " + UNPACKED + ": run ./mvnw -Pe2e verify", e);
        }
    }

    /** The shipped realm as it is, with people who have passwords. */
    private static void importRealm(Path home, String name, Person... people) {
        try {
            JsonObject realm = new JsonObject(Files.readString(SHIPPED)).put("realm", name);
            JsonArray users = realm.getJsonArray("users");
            for (Person person : people) {
                users.add(new JsonObject()
                        .put("username", person.name())
                        .put("enabled", true)
                        .put(
                                "attributes",
                                person.tenant() == null
                                        ? new JsonObject()
                                        : new JsonObject().put("tenant_id", new JsonArray().add(person.tenant())))
                        .put("realmRoles", new JsonArray().add(person.role()))
                        .put(
                                "credentials",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("type", "password")
                                                .put("value", PASSWORD))));
            }
            Path folder = Files.createDirectories(home.resolve("data/import"));
            Files.writeString(folder.resolve(name + "-realm.json"), realm.encodePrettily());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers(String realm) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(issuer(realm) + "/.well-known/openid-configuration"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String issuer(String realm) {
        return "http://localhost:" + port + "/realms/" + realm;
    }

    /** An access token by client credentials (RFC 6749, section 4.4). */
    String serviceToken(String realm) throws IOException, InterruptedException {
        Map<String, String> form = Map.of(
                "grant_type", "client_credentials", "client_id", "outdial-service", "client_secret", SERVICE_SECRET);
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer(realm) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body()).getString("access_token");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        peer.close();
    }
}
