package io.outdial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.cluster.Database;
import io.outdial.cluster.Jvm;
import io.outdial.e2e.Keycloak.Person;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real Keycloak and the realm that the project ships: people in browsers, services, strangers. */
class KeycloakE2E {

    private static final String JSON = "application/json";
    private static final String AGENT = "{\"name\":\"N\",\"language\":\"en\",\"voice\":\"n\"}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static Keycloak keycloak;
    private static Database database;
    private static Jvm service;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        int port = Ports.free();
        keycloak = new Keycloak(
                "http://localhost:" + port,
                "acme",
                new Person("nadia", "acme", "admin"),
                new Person("omar", "acme", "viewer"),
                new Person("nobody", null, "manager"),
                new Person("root", null, "platform-admin"));
        database = new Database(data);
        keycloak.ready();
        List<String> properties = new ArrayList<>(database.properties());
        properties.addAll(List.of(
                "-Dquarkus.oidc.auth-server-url=" + keycloak.issuer(Keycloak.REALM),
                "-Dquarkus.oidc.client-id=outdial",
                "-Dquarkus.oidc.credentials.secret=" + Keycloak.CLIENT_SECRET,
                "-Doutdial.outbound.allow-private-addresses=true"));
        service = Jvm.replica("keycloak", port, properties).ready("/q/health/ready");
        Browser root = loggedIn("root");
        String tenant = "{\"slug\":\"acme\",\"name\":\"Acme\",\"country\":\"SA\",\"timeZone\":\"Asia/Riyadh\"}";
        assertThat(root.send("POST", api("/tenants"), JSON, tenant, "X-Requested-With", "test")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() throws IOException {
        for (AutoCloseable each : new AutoCloseable[] {service, database, keycloak}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void aPersonLogsInByCodeFlowWithPkce() throws IOException, InterruptedException {
        Browser browser = new Browser();
        HttpResponse<String> form = browser.open(service.url() + "/login?to=/session");
        assertThat(browser.visited.get(0))
                .startsWith(keycloak.issuer(Keycloak.REALM))
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "state=");

        HttpResponse<String> session = browser.logIn(form, "nadia", Keycloak.PASSWORD);

        assertThat(session.uri().getPath()).isEqualTo("/session");
        JsonObject who = new JsonObject(session.body());
        assertThat(who.getString("name")).isEqualTo("nadia");
        assertThat(who.getJsonArray("scopes").getList())
                .contains("tenant:admin", "campaigns:launch")
                .doesNotContain("platform:admin");
        JsonObject tenant =
                new JsonObject(browser.send("GET", api("/tenant"), null, null).body());
        assertThat(tenant.getString("slug")).isEqualTo("acme");
        List<String> cookies = browser.received.stream()
                .filter(line -> line.startsWith("q_session") && !line.contains("Max-Age=0"))
                .toList();
        assertThat(cookies).isNotEmpty().allSatisfy(line -> assertThat(line.toLowerCase(java.util.Locale.ROOT))
                .contains("httponly", "secure", "samesite=lax"));
    }

    @Test
    void aSessionChangesNothingWithoutTheHeader() throws IOException, InterruptedException {
        Browser browser = loggedIn("nadia");
        String agents = api("/voice-agents");
        assertThat(browser.send("POST", agents, JSON, AGENT).statusCode()).isEqualTo(403);
        assertThat(browser.send("POST", agents, JSON, AGENT, "X-Requested-With", "test", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send("POST", agents, JSON, AGENT, "X-Requested-With", "test")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aSessionEnds() throws IOException, InterruptedException {
        Browser browser = loggedIn("nadia");
        assertThat(browser.send("DELETE", service.url() + "/session", null, null, "X-Requested-With", "test")
                        .statusCode())
                .isEqualTo(204);
        assertThat(browser.send("GET", api("/tenant"), null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void rolesLimitWhatScopesAllow() throws IOException, InterruptedException {
        Browser viewer = loggedIn("omar");
        assertThat(viewer.send("GET", api("/campaigns"), null, null).statusCode())
                .isEqualTo(200);
        assertThat(viewer.send("POST", api("/voice-agents"), JSON, AGENT, "X-Requested-With", "test")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoHasNoTenantIsNoPlatformAdministratorForIt() throws IOException, InterruptedException {
        Browser nobody = loggedIn("nobody");
        assertThat(nobody.send("GET", api("/tenants"), null, null).statusCode()).isEqualTo(403);
        assertThat(loggedIn("root").send("GET", api("/tenants"), null, null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutAPasswordThereIsNoSession() throws IOException, InterruptedException {
        Browser browser = new Browser();
        HttpResponse<String> refused =
                browser.logIn(browser.open(service.url() + "/login?to=/session"), "nadia", "guess");
        assertThat(refused.uri().toString()).startsWith(keycloak.issuer(Keycloak.REALM));
        assertThat(browser.send("GET", api("/tenant"), null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void aServiceHasAClientsToken() throws IOException, InterruptedException {
        String token = keycloak.serviceToken(Keycloak.REALM);
        HttpResponse<String> tenant = get(token, "/tenant");
        assertThat(tenant.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(tenant.body()).getString("slug")).isEqualTo("acme");
        assertThat(get(token, "/telephony/connections").statusCode())
                .as("its role is manager, which has no telephony:admin")
                .isEqualTo(403);
    }

    @Test
    void anotherRealmsTokenIsRefusedUntilItsTenantBringsIt() throws IOException, InterruptedException {
        String stranger = keycloak.serviceToken(Keycloak.ELSEWHERE);
        assertThat(get(stranger, "/tenant").statusCode()).isEqualTo(401);

        String own = "{\"issuer\":\"" + keycloak.issuer(Keycloak.ELSEWHERE) + "\"}";
        Browser nadia = loggedIn("nadia");
        HttpResponse<String> brought = nadia.send(
                "PUT", api("/tenant/identity-provider"), JSON, own, "X-Requested-With", "test", "If-Match", "*");
        assertThat(brought.statusCode()).as(brought.body()).isEqualTo(200);
        assertThat(get(stranger, "/tenant").statusCode()).isEqualTo(200);

        nadia.send("DELETE", api("/tenant/identity-provider"), null, null, "X-Requested-With", "test", "If-Match", "*");
        assertThat(get(stranger, "/tenant").statusCode()).isEqualTo(401);
    }

    private static Browser loggedIn(String user) throws IOException, InterruptedException {
        Browser browser = new Browser();
        HttpResponse<String> session =
                browser.logIn(browser.open(service.url() + "/login?to=/session"), user, Keycloak.PASSWORD);
        assertThat(session.statusCode())
                .as(session.uri() + ": " + session.body())
                .isEqualTo(200);
        return browser;
    }

    private static HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api(path)))
                .header("Authorization", "Bearer " + token)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String api(String path) {
        return service.url() + "/api/v1" + path;
    }
}
