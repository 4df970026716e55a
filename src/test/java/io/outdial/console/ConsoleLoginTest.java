package io.outdial.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way of a browser from the console's login to its session, with the local identity provider. */
@QuarkusTest
class ConsoleLoginTest {

    private static final String PAGE = "/console/campaigns";

    @TestHTTPResource("/")
    URI service;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @Test
    void whoLogsInComesBackToWhereTheyWereWithASession() throws Exception {
        Api tenant = Api.newTenant();
        HttpResponse<String> choice = get(service.resolve("/login?to=" + PAGE));
        assertThat(choice.body()).contains("Who are you today?", "Vera, viewer");

        HttpResponse<String> page = get(URI.create(choice.uri() + "&person=viewer@" + tenant.slug));

        assertThat(page.uri().getPath()).isEqualTo(PAGE);
        assertThat(page.statusCode()).isEqualTo(200);
        JsonObject session = new JsonObject(get(service.resolve("/session")).body());
        assertThat(session.getString("tenantId")).isEqualTo(tenant.tenantId);
        assertThat(session.getJsonArray("scopes")).contains("campaigns:read").doesNotContain("campaigns:launch");
        assertThat(get(service.resolve("/api/v1/campaigns")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoLogsOutHasNoSessionAnyMore() throws Exception {
        Api tenant = Api.newTenant();
        HttpResponse<String> choice = get(service.resolve("/login?to=" + PAGE));
        get(URI.create(choice.uri() + "&person=manager@" + tenant.slug));

        HttpRequest end = HttpRequest.newBuilder(service.resolve("/session"))
                .header("X-Requested-With", "console")
                .DELETE()
                .build();
        browser.send(end, HttpResponse.BodyHandlers.discarding());

        assertThat(get(service.resolve("/session")).statusCode()).isEqualTo(401);
    }

    /** The refusal of the identity provider's callback has no body: browsers showed a page of their own. */
    @Test
    void whoseTenantIsSuspendedIsToldSoByTheConsole() throws Exception {
        Api tenant = Api.newTenant();
        HttpResponse<String> choice = get(service.resolve("/login?to=" + PAGE));
        URI callback = URI.create(choice.uri() + "&person=manager@" + tenant.slug);
        suspended(tenant, true);
        HttpResponse<String> page = get(callback);
        assertThat(page.uri()).hasPath("/console/").hasQuery("login=tenant");
        assertThat(page.statusCode()).isEqualTo(200);

        assertThat(hasSession()).isFalse();
    }

    @Test
    void aSessionEndsWithTheTenantsSuspension() throws Exception {
        Api tenant = Api.newTenant();
        get(URI.create(get(service.resolve("/login?to=" + PAGE)).uri() + "&person=manager@" + tenant.slug));
        assertThat(hasSession()).isTrue();
        suspended(tenant, true);
        assertThat(get(service.resolve("/session")).statusCode()).isEqualTo(401);
        assertThat(hasSession()).isFalse();
    }

    private boolean hasSession() {
        return cookies.getCookieStore().getCookies().stream()
                .anyMatch(cookie -> cookie.getName().startsWith("q_session"));
    }

    @Test
    void aLoginThatTheIdentityProviderRefusesIsToldOfByTheConsole() throws Exception {
        String choice = get(service.resolve("/login?to=" + PAGE)).uri().getQuery();
        String state = choice.replaceFirst(".*[&?]state=([^&]+).*", "$1");
        HttpResponse<String> page = get(service.resolve("/login?error=access_denied&state=" + state));
        assertThat(page.uri()).hasPath("/console/").hasQuery("login=failed");
    }

    private static void suspended(Api tenant, boolean suspended) {
        String path = "/api/v1/tenants/" + tenant.tenantId;
        String version =
                Api.platform().get(path).then().statusCode(200).extract().header("ETag");
        Api.platform()
                .header("If-Match", version)
                .contentType("application/merge-patch+json")
                .body(Map.of("status", suspended ? "suspended" : "active"))
                .patch(path)
                .then()
                .statusCode(200);
    }

    @Test
    void aCodeIsGoodForNobodyWhoDidNotAskForIt() throws Exception {
        HttpResponse<String> choice = get(service.resolve("/login?to=" + PAGE));
        URI token = choice.uri().resolve("/token");
        HttpRequest guess = HttpRequest.newBuilder(token)
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=authorization_code&code=guessed"))
                .build();
        assertThat(browser.send(guess, HttpResponse.BodyHandlers.ofString()).body())
                .contains("invalid_grant");
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
