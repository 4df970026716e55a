package io.outdial.support;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A tenant of its own for a test, and requests in its name. */
public final class Api {

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    static {
        ShortWaits.set();
    }

    public final String slug;
    public final String tenantId;

    private Api(String slug, String tenantId) {
        this.slug = slug;
        this.tenantId = tenantId;
    }

    /**
     * Creates a fresh Saudi tenant with these limits (see TenantLimits), on top of generous ones. Its campaigns are held to no
     * regulatory pack unless they name one: what a test sees does not depend on the hour at which it runs.
     */
    public static Api newTenant(Map<String, Object> limits) {
        Api tenant = newTenant("SA", "Asia/Riyadh", limits);
        platform()
                .header("If-Match", "*")
                .body(Map.of("regulation", "none"))
                .put("/api/v1/tenants/" + tenant.tenantId + "/regulations")
                .then()
                .statusCode(200);
        return tenant;
    }

    /** Creates a fresh tenant of a country, whose regulatory pack holds. */
    public static Api newTenant(String country, String timeZone, Map<String, Object> limits) {
        String slug = "t-" + UUID.randomUUID();
        Map<String, Object> all = new java.util.HashMap<>(Map.of(
                "maxConcurrentCalls",
                200,
                "callsPerSecond",
                10_000,
                "maxDailyCalls",
                1_000_000,
                "maxActiveCampaigns",
                20,
                "requestsPerSecond",
                100_000));
        all.putAll(limits);
        String id = platform()
                .body(Map.of("slug", slug, "name", slug, "country", country, "timeZone", timeZone, "limits", all))
                .post("/api/v1/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return new Api(slug, id);
    }

    public static Api newTenant() {
        return newTenant(Map.of());
    }

    /** Requests of a platform administrator. */
    public static RequestSpecification platform() {
        return with(platformToken());
    }

    /** A platform administrator's token, for clients of another kind. */
    public static String platformToken() {
        return issued("?subject=platform-admin");
    }

    /** Requests of the tenant's manager, with every scope. */
    public RequestSpecification manager() {
        return as("admin");
    }

    public RequestSpecification as(String role) {
        return with(issued("?tenant=" + slug + "&role=" + role));
    }

    public RequestSpecification withScopes(String role, String scopes) {
        return with(issued("?tenant=" + slug + "&role=" + role + "&scopes=" + scopes));
    }

    /** A token of this tenant's, for clients of another kind. */
    public String token(String role) {
        return issued("?tenant=" + slug + "&role=" + role);
    }

    /** Requests of an administrator whose number the identity provider has verified. */
    public RequestSpecification withPhone(String phone) {
        return with(issued("?tenant=" + slug + "&role=admin&phone=" + phone.replace("+", "%2B")));
    }

    private static RequestSpecification with(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    /** The same question has the same answer, and there are thousands of them. */
    private static String issued(String query) {
        return TOKENS.computeIfAbsent(query, Api::issue);
    }

    private static String issue(String query) {
        return given().urlEncodingEnabled(false)
                .get("/dev/token" + query.replace(" ", "%20"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
