package io.outdial.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.outdial.campaign.CampaignFixture;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Idempotent;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request with an Idempotency-Key has its effect once, however often it is sent. */
@QuarkusTest
class IdempotencyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CUSTOMERS = "/api/v1/customers";
    private static final Map<String, Object> SARA =
            Map.of("externalId", "C1", "phone", "+966555000070", "name", "Sara");

    @Inject
    TenantDb db;

    private Api api;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = Api.newTenant();
    }

    @Test
    void everyOperationThatCreatesDoesSoOnceAndAnswersAlike() {
        String campaign = replayed(api::manager, "/campaigns", Map.of("name", "C"));
        replayed(api::manager, "/campaigns/" + campaign + "/duplicate", Map.of());
        wasActive(campaign);
        replayed(
                api::manager,
                "/campaigns/" + campaign + "/follow-up",
                Map.of("name", "F", "states", List.of("succeeded")));
        replayed(api::manager, "/customers", SARA);
        replayed(api::manager, "/attributes", Map.of("name", "colour", "type", "text"));
        replayed(api::manager, "/voice-agents", Map.of("name", "N", "language", "en", "voice", "n"));
        replayed(api::manager, "/scripts", Map.of("name", "S", "language", "en", "template", "Hello"));
        replayed(api::manager, "/audiences", Map.of("name", "A", "audience", Map.of("cities", List.of("riyadh"))));
        replayed(api::manager, "/do-not-call", Map.of("phone", "+966555000071"));
        replayed(api::manager, "/opt-outs", Map.of("phone", "+966555000072"));
        replayed(
                Api::platform,
                "/tenants",
                Map.of("slug", "t-" + UUID.randomUUID(), "name", "T", "country", "SA", "timeZone", "Asia/Riyadh"));
        replayed(Api::platform, "/platform/do-not-call", Map.of("phone", "+883510000001"));
        has("customers", 1);
        has("campaigns", 2);
        has("voice-agents", 1);
        has("scripts", 1);
        has("audiences", 2);
    }

    /** Without the key the second of each would be refused: the campaign is in that state already. */
    @Test
    void anActionIsTakenOnceAndAnsweredAlike() {
        CampaignFixture f = new CampaignFixture(db, api);
        f.customers();
        String campaign = f.create(f.complete("Hello", Instant.now().plusSeconds(3600)));
        for (String action : List.of("schedule", "unschedule", "schedule", "activate", "pause", "resume", "stop")) {
            replayed(api::manager, "/campaigns/" + campaign + "/" + action, Map.of());
        }
        api.manager().get("/api/v1/audit?action=campaign.schedule").then().body("items", hasSize(2));
    }

    @Test
    void whatIsMarkedIsWhatIsDescribed() {
        Set<String> described = Operations.all().stream()
                .filter(operation ->
                        String.valueOf(operation.described().get("parameters")).contains("Idempotency-Key"))
                .map(Operations.Operation::path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.outdial").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Idempotent.class))
                        .map(IdempotencyTest::path)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(marked).isNotEmpty();
    }

    @Test
    void aKeyIsOfOneRequestOfOneCaller() {
        send(api.manager(), "k", SARA).then().statusCode(201);
        reused(send(api.manager(), "k", Map.of("externalId", "C2", "phone", "+966555000070")));
        reused(api.manager()
                .header("Idempotency-Key", "k")
                .body(Map.of("name", "C"))
                .post("/api/v1/campaigns"));
        reused(send(api.as("operator"), "k", SARA)); // who may not see what the first caller saw
        send(api.as("viewer"), "k", SARA).then().statusCode(403);
        send(Api.newTenant().manager(), "k", SARA).then().statusCode(201).header("Idempotency-Replayed", nullValue());
        has("customers", 1);
        has("campaigns", 0);
    }

    /** No answer shows them, and they tell requests apart all the same. */
    @Test
    void whoSendsOtherCredentialsAsksSomethingElse() {
        connection("whsec_dGhlIGZpcnN0IHNlY3JldCBvZiB0aGUgdHdv").then().statusCode(201);
        connection("whsec_dGhlIGZpcnN0IHNlY3JldCBvZiB0aGUgdHdv")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true");
        reused(connection("whsec_dGhlIG90aGVyIHNlY3JldCBvZiB0aGUgdHdv"));
    }

    private Response connection(String secret) {
        return api.manager()
                .header("Idempotency-Key", "k")
                .body(Map.of(
                        "kind",
                        "http",
                        "name",
                        "Ours",
                        "settings",
                        Map.of("url", "http://localhost:1/nowhere"),
                        "credentials",
                        Map.of("secret", secret)))
                .post("/api/v1/telephony/connections");
    }

    @Test
    void anErrorFreesTheKey() {
        send(api.manager(), "k", Map.of("externalId", "C1")).then().statusCode(400);
        send(api.manager(), "k", Map.of("externalId", "C1", "phone", "12"))
                .then()
                .statusCode(400);
        send(api.manager(), "k", SARA).then().statusCode(201);
        send(api.manager(), "l", SARA).then().statusCode(409);
        api.manager()
                .header("Idempotency-Key", "l")
                .body(Map.of("name", "C"))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201);
    }

    @Test
    void aKeyIsPrintableAndNotTooLong() {
        send(api.manager(), "x".repeat(255), SARA).then().statusCode(201);
        for (String bad : List.of("", "x".repeat(256), "a\tb", "\u00e9")) {
            send(api.manager(), bad, SARA)
                    .then()
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("?Idempotency-Key"));
        }
    }

    /** Somebody else's open transaction holds the first request at the moment of its effect. */
    @Test
    void whileTheFirstIsUnderWayTheSecondIsRefused() {
        TenantId tenant = TenantId.fromString(api.tenantId);
        CompletableFuture<Void> locked = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> holder = db.<Void>inTenant(tenant, c -> c.preparedQuery(
                                "insert into customer (tenant_id, customer_id, external_id, phone, created_at, updated_at)"
                                        + " values ($1, gen_random_uuid(), 'C1', '+966555000079', now(), now())")
                        .execute(Tuple.of(tenant.value()))
                        .invoke(() -> locked.complete(null))
                        .chain(() -> Uni.createFrom().completionStage(end)))
                .subscribeAsCompletionStage();
        locked.join();
        CompletableFuture<Response> first = Beside.supply(() -> send(api.manager(), "k", SARA));
        await().atMost(PATIENCE).until(() -> underWay(tenant) == 1);
        send(api.manager(), "k", SARA)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("under way"));
        end.completeExceptionally(new IllegalStateException("rolled back"));
        assertThat(first.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .statusCode())
                .isEqualTo(201);
        assertThat(holder).isCompletedExceptionally();
        send(api.manager(), "k", SARA).then().statusCode(201).header("Idempotency-Replayed", "true");
        has("customers", 1);
    }

    @Test
    void anErasureForgetsTheAnswerToo() {
        String id =
                send(api.manager(), "k", SARA).then().statusCode(201).extract().path("id");
        api.manager()
                .header("If-Match", "*")
                .delete(CUSTOMERS + "/" + id)
                .then()
                .statusCode(204);
        String again = send(api.manager(), "k", SARA)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .path("id");
        assertThat(again).isNotEqualTo(id);
    }

    /** Sends it twice under one key; the id in the answer, if there is one. */
    private static String replayed(Supplier<RequestSpecification> caller, String path, Map<String, Object> body) {
        String key = UUID.randomUUID().toString();
        Response first = caller.get().header("Idempotency-Key", key).body(body).post("/api/v1" + path);
        Response second = caller.get().header("Idempotency-Key", key).body(body).post("/api/v1" + path);
        assertThat(first.statusCode()).as("%s: %s", path, first.asString()).isBetween(200, 201);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.header("Idempotency-Replayed")).as(path).isEqualTo("true");
        assertThat(second.statusCode()).isEqualTo(first.statusCode());
        assertThat(second.asString()).as(path).isEqualTo(first.asString());
        for (String header : List.of("ETag", "Location", "Content-Type")) {
            assertThat(String.valueOf(second.header(header)).replace(";charset=UTF-8", ""))
                    .as("%s of %s", header, path)
                    .isEqualTo(String.valueOf(first.header(header)).replace(";charset=UTF-8", ""));
        }
        return first.path("id");
    }

    private static Response send(RequestSpecification caller, String key, Map<String, Object> customer) {
        return caller.header("Idempotency-Key", key).body(customer).post(CUSTOMERS);
    }

    private static void reused(Response answer) {
        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", containsString("idempotency-key-reused"));
    }

    private void has(String kind, int count) {
        api.manager().accept("application/json").get("/api/v1/" + kind).then().body("items", hasSize(count));
    }

    private void wasActive(String campaign) {
        TenantId tenant = TenantId.fromString(api.tenantId);
        db.inTenant(tenant, c -> c.preparedQuery(
                                "update campaign set activated_at = now() where tenant_id = $1 and campaign_id = $2")
                        .execute(Tuple.of(tenant.value(), UUID.fromString(campaign))))
                .await()
                .atMost(PATIENCE);
    }

    private int underWay(TenantId tenant) {
        return db.inTenant(tenant, c -> c.preparedQuery(
                                "select count(*)::int as n from idempotency_key where tenant_id = $1 and status is null")
                        .execute(Tuple.of(tenant.value()))
                        .map(rows -> rows.iterator().next().getInteger("n")))
                .await()
                .atMost(PATIENCE);
    }

    private static String path(JavaMethod method) {
        String own = method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        return method.getOwner().getAnnotationOfType(Path.class).value() + own;
    }
}
