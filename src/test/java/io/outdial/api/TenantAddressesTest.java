package io.outdial.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundAddresses;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Ssrf;
import io.outdial.platform.Trap;
import io.outdial.support.Api;
import io.outdial.telephony.AdapterHarness;
import io.outdial.webhook.Post;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every address that a tenant can give this service to connect to, tried with every trick, over HTTP. The fields are found in the
 * description of the API and in what the adapters of telephony say they take: one that nobody tries here fails the test.
 */
@QuarkusTest
class TenantAddressesTest {

    private static final Pattern SOUNDS_LIKE_ONE =
            Pattern.compile("(?i).*(ur[il]|host|address|endpoint|domain|proxy|server)s?");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** What each kind of connection needs beside its address, and the setting that takes the address. */
    private static final Map<String, Connection> CONNECTIONS = Map.of(
            "http", new Connection("url", Map.of(), Map.of("secret", SECRET)),
            "twilio",
                    new Connection(
                            "baseUrl",
                            Map.of("accountSid", "AC" + "0".repeat(32), "agentStream", "wss://agent.example.com/s"),
                            Map.of("authToken", "token")),
            "retell", new Connection("baseUrl", Map.of("agentId", "agent_1"), Map.of("apiKey", "key")),
            "vapi",
                    new Connection(
                            "baseUrl",
                            Map.of("assistantId", "assistant-1", "phoneNumberId", "number-1"),
                            Map.of("apiKey", "key", "serverSecret", SECRET)));

    private record Connection(String field, Map<String, Object> settings, Map<String, String> credentials) {

        Map<String, Object> body(String kind, String url) {
            Map<String, Object> all = new HashMap<>(settings);
            all.put(field, url);
            return Map.of("kind", kind, "name", "n", "settings", all, "credentials", credentials);
        }
    }

    @Inject
    Post post;

    private Api api;

    /** Tests let private addresses in, because their servers have them; here the service is as strict as in production. */
    @BeforeEach
    void strictly() {
        QuarkusMock.installMockForType(
                AdapterHarness.http("allow-private-addresses=false", "connect-timeout=PT0.5S"), OutboundHttp.class);
        QuarkusMock.installMockForType(
                AdapterHarness.addresses("allow-private-addresses=false", "connect-timeout=PT0.5S"),
                OutboundAddresses.class);
        api = Api.newTenant();
    }

    @Test
    void everyFieldThatTakesAnAddressIsTried() {
        // A trunk's fromDomain is a name that requests carry; nothing is sent there.
        Set<String> tried = new TreeSet<>(Set.of("WebhookBody.url", "sip.host", "sip.fromDomain"));
        CONNECTIONS.forEach((kind, connection) -> tried.add(kind + "." + connection.field));
        Set<String> found = described();
        kinds().forEach(kind -> settings(kind).stream()
                .filter(name -> SOUNDS_LIKE_ONE.matcher(name).matches())
                .forEach(name -> found.add(kind + "." + name)));
        assertThat(tried).isEqualTo(found);
    }

    @Test
    void noAddressOfAWebhookLeadsInside() {
        SoftAssertions all = new SoftAssertions();
        TenantId tenant = TenantId.fromString(api.tenantId);
        try (Trap trap = new Trap()) {
            for (String url : Ssrf.urls(trap.port())) {
                Response made = api.manager().body(Map.of("url", url)).post("/api/v1/webhooks");
                all.assertThat(made.statusCode()).as(url).isIn(201, 400);
                if (made.statusCode() == 201) {
                    String path = "/api/v1/webhooks/" + made.path("id");
                    String test = api.manager().post(path + "/test").path("id");
                    post.deliver(tenant, Instant.now().plusSeconds(1));
                    String error =
                            api.manager().get(path + "/deliveries/" + test).path("lastError");
                    all.assertThat(error).as(url).containsAnyOf("not a public one", "there is no host");
                    api.manager().header("If-Match", "*").delete(path);
                }
            }
            all.assertThat(trap.caught()).isZero();
        }
        all.assertAll();
    }

    @Test
    void noAddressOfAConnectionLeadsInside() {
        SoftAssertions all = new SoftAssertions();
        try (Trap trap = new Trap()) {
            new TreeMap<>(CONNECTIONS).forEach((kind, connection) -> {
                assertThat(post(connection.body(kind, "https://provider.example.com"))
                                .statusCode())
                        .as("%s is refused for its address only", kind)
                        .isEqualTo(201);
                List<String> urls = kind.equals("http") ? Ssrf.urls(trap.port()) : Ssrf.few(trap.port());
                for (String url : urls) {
                    Response made = post(connection.body(kind, url));
                    all.assertThat(made.statusCode()).as("%s %s", kind, url).isIn(201, 400);
                    if (made.statusCode() == 201) {
                        String path = "/api/v1/telephony/connections/" + made.path("id");
                        all.assertThat(api.manager().post(path + "/test").<Boolean>path("ok"))
                                .as("%s %s", kind, url)
                                .isFalse();
                        api.manager().header("If-Match", "*").delete(path);
                    } else {
                        all.assertThat(made.<String>path("errors[0].pointer"))
                                .as("%s %s", kind, url)
                                .isEqualTo("/settings/" + connection.field);
                    }
                }
            });
            all.assertThat(trap.caught()).isZero();
        }
        all.assertAll();
    }

    /** A trunk is reached by TCP here: a datagram would not be seen to arrive. Its voice agent's address is tried in the same way. */
    @Test
    void noHostOfATrunkLeadsInside() {
        SoftAssertions all = new SoftAssertions();
        try (Trap trap = new Trap()) {
            for (String host : Ssrf.hosts()) {
                tried(all, trunk(host, trap.port(), "sip:agent@example.com"));
                tried(
                        all,
                        trunk("trunk.example.com", 5060, "sip:agent@" + host + ":" + trap.port() + ";transport=tcp"));
            }
            all.assertThat(trap.caught()).isZero();
        }
        all.assertAll();
    }

    private void tried(SoftAssertions all, Map<String, Object> trunk) {
        Response made = post(trunk);
        all.assertThat(made.statusCode()).as("%s: %s", trunk, made.asString()).isIn(201, 400);
        if (made.statusCode() == 201) {
            String path = "/api/v1/telephony/connections/" + made.path("id");
            all.assertThat(api.manager().post(path + "/test").<Boolean>path("ok"))
                    .as("%s", trunk)
                    .isFalse();
            api.manager().header("If-Match", "*").delete(path);
        }
    }

    private static Map<String, Object> trunk(String host, int port, String agent) {
        return Map.of(
                "kind",
                "sip",
                "name",
                "n",
                "settings",
                Map.of("host", host, "port", port, "transport", "tcp", "agent", agent));
    }

    private Response post(Map<String, Object> connection) {
        return api.manager().body(connection).post("/api/v1/telephony/connections");
    }

    /** As the refusal of one that nobody knows lists them. */
    private List<String> kinds() {
        return words(post(new Connection("x", Map.of(), Map.of()).body("nobody-knows", "")));
    }

    private List<String> settings(String kind) {
        return words(post(new Connection("nobodyKnows", Map.of(), Map.of()).body(kind, "")));
    }

    private static List<String> words(Response refused) {
        List<String> details = refused.then().statusCode(400).extract().path("errors.detail");
        String list = details.stream()
                .filter(each -> each.matches("The (kinds of connections|settings) are \\[.*"))
                .findFirst()
                .orElseThrow();
        return List.of(list.substring(list.indexOf('[') + 1, list.indexOf(']')).split(", "));
    }

    /** Properties of bodies that are an address by their format or their name. */
    private static Set<String> described() {
        Map<String, Object> api = given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("$");
        Set<String> found = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        List<Operations.Operation> operations = new ArrayList<>(Operations.all());
        operations.forEach(each -> collect(each.toString(), each.described().get("requestBody"), api, seen, found));
        assertThat(seen).hasSizeGreaterThan(15);
        return found;
    }

    @SuppressWarnings("unchecked")
    private static void collect(
            String owner, Object part, Map<String, Object> api, Set<String> seen, Set<String> found) {
        if (part instanceof List<?> list) {
            list.forEach(each -> collect(owner, each, api, seen, found));
        } else if (part instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String ref) {
                String name = ref.substring(ref.lastIndexOf('/') + 1);
                if (seen.add(name)) {
                    Map<String, Object> components = (Map<String, Object>) api.get("components");
                    collect(name, ((Map<String, Object>) components.get("schemas")).get(name), api, seen, found);
                }
            }
            if (map.get("properties") instanceof Map<?, ?> properties) {
                properties.forEach((name, property) -> {
                    if (isAddress((String) name, (Map<String, Object>) property)) {
                        found.add(owner + "." + name);
                    }
                });
            }
            map.values().forEach(each -> collect(owner, each, api, seen, found));
        }
    }

    private static boolean isAddress(String property, Map<String, Object> description) {
        return Set.of("uri", "url", "iri", "hostname", "ipv4", "ipv6")
                        .contains(String.valueOf(description.get("format")))
                || SOUNDS_LIKE_ONE.matcher(property).matches();
    }
}
