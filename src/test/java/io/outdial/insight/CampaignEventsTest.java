package io.outdial.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.campaign.CampaignEvent;
import io.outdial.campaign.CampaignFixture;
import io.outdial.campaign.CampaignNotes;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watcher of a campaign gets, from the beginning and from where it left off. */
@QuarkusTest
class CampaignEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TenantDb db;

    @Inject
    CampaignNotes notes;

    private Api api;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = Api.newTenant();
    }

    /** The stream of a campaign that has ended ends too, so that it can be read whole. */
    @Test
    void itResumesAfterTheLastEventThatWasSeen() {
        CampaignFixture fixture = new CampaignFixture(db, api);
        fixture.customers();
        String id = fixture.scheduled();
        for (String action : List.of("activate", "pause", "resume", "stop")) {
            fixture.act(id, action).statusCode(200);
        }
        List<String> all = ids(stream(id, null).asString());
        assertThat(all).hasSizeGreaterThanOrEqualTo(5).isEqualTo(countedTo(all.size()));
        for (int seen = 0; seen < all.size(); seen++) {
            String rest = stream(id, all.get(seen)).asString();
            assertThat(ids(rest)).isEqualTo(all.subList(seen + 1, all.size()));
            assertThat(rest).as("where it stands is told in any case").contains("event:progress");
        }
    }

    @Test
    void whatHappensWhileSomebodyWatchesIsToldOnce() throws IOException, InterruptedException {
        CampaignFixture fixture = new CampaignFixture(db, api);
        fixture.customers();
        String id = fixture.scheduled();
        fixture.act(id, "activate").statusCode(200);

        HttpResponse<Stream<String>> watched = watch(id);
        List<String> lines = new ArrayList<>();
        Iterator<String> stream = watched.body().iterator();
        while (!lines.contains("event:progress")) {
            lines.add(stream.next());
        }
        List<String> before = ids(String.join("\n", lines));
        fixture.act(id, "pause").statusCode(200);
        fixture.act(id, "stop").statusCode(200);
        stream.forEachRemaining(lines::add);

        List<String> told = ids(String.join("\n", lines));
        assertThat(before).isNotEmpty();
        assertThat(told).hasSizeGreaterThan(before.size() + 1).doesNotHaveDuplicates();
        assertThat(told).isEqualTo(ids(stream(id, null).asString()));
    }

    /** By ids that do not keep the order of commits the slower of two would be passed over. */
    @Test
    void anEventThatTakesEffectLaterThanTheNextWasWrittenIsToldAllTheSame() throws Exception {
        CampaignFixture fixture = new CampaignFixture(db, api);
        fixture.customers();
        String id = fixture.scheduled();
        fixture.act(id, "activate").statusCode(200);
        CompletableFuture<Integer> written = new CompletableFuture<>();
        CompletableFuture<Void> mayCommit = new CompletableFuture<>();
        CompletableFuture<Void> slow = db.inTenant(TenantId.fromString(api.tenantId), c -> notes.aboutConnection(
                                c,
                                TenantId.fromString(api.tenantId),
                                UUID.randomUUID(),
                                CampaignEvent.CONNECTION_BROKEN,
                                new JsonObject(),
                                Instant.now())
                        .chain(() -> c.query("select pg_backend_pid() as pid").execute())
                        .invoke(rows -> written.complete(rows.iterator().next().getInteger("pid")))
                        .chain(() -> Uni.createFrom().completionStage(mayCommit)))
                .subscribeAsCompletionStage();
        int pid = written.get(20, TimeUnit.SECONDS);
        CompletableFuture<?> paused =
                CompletableFuture.runAsync(() -> fixture.act(id, "pause").statusCode(200));
        try {
            await().atMost(PATIENCE).until(() -> paused.isDone() || isWaitedFor(pid));
            HttpResponse<Stream<String>> watched = watch(id);
            Iterator<String> stream = watched.body().iterator();
            List<String> lines = new ArrayList<>();
            while (!lines.contains("event:progress")) {
                lines.add(stream.next());
            }
            mayCommit.complete(null);
            slow.get(20, TimeUnit.SECONDS);
            paused.get(20, TimeUnit.SECONDS);
            fixture.act(id, "stop").statusCode(200);
            stream.forEachRemaining(lines::add);

            List<String> told = ids(String.join("\n", lines));
            assertThat(lines).filteredOn("event:connection_broken"::equals).hasSize(1);
            assertThat(told)
                    .isEqualTo(countedTo(told.size()))
                    .isEqualTo(ids(stream(id, null).asString()));
        } finally {
            mayCommit.complete(null);
        }
    }

    private static boolean isWaitedFor(int pid) throws SQLException {
        try (Connection connection = Databases.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(
                        "select exists (select from pg_stat_activity where ? = any (pg_blocking_pids(pid)))")) {
            statement.setInt(1, pid);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    private static List<String> countedTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
    }

    /** Every second in tests, see application.properties. */
    @Test
    void aStreamWithNothingToTellShowsThatItIsAlive() throws IOException, InterruptedException {
        CampaignFixture fixture = new CampaignFixture(db, api);
        fixture.customers();
        HttpResponse<Stream<String>> watched = watch(fixture.scheduled());
        try (Stream<String> lines = watched.body()) {
            assertThat(lines.filter(line -> line.startsWith(":")).findFirst()).isPresent();
        }
    }

    @Test
    void anUnknownCampaignOrEventIsAProblem() {
        String nobodys = "01900000-0000-7000-8000-000000000000";
        stream(nobodys, null).then().statusCode(404).contentType("application/problem+json");
        CampaignFixture fixture = new CampaignFixture(db, api);
        fixture.customers();
        String id = fixture.scheduled();
        stream(id, "nonsense").then().statusCode(400).contentType("application/problem+json");
        Api stranger = Api.newTenant();
        request(stranger, null)
                .get("/api/v1/campaigns/" + id + "/events")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404));
    }

    private Response stream(String campaign, String lastEventId) {
        return request(api, lastEventId).get("/api/v1/campaigns/" + campaign + "/events");
    }

    private static RequestSpecification request(Api whose, String lastEventId) {
        RequestSpecification request = whose.as("viewer").accept("text/event-stream");
        return lastEventId == null ? request : request.header("Last-Event-ID", lastEventId);
    }

    private HttpResponse<Stream<String>> watch(String campaign) throws IOException, InterruptedException {
        String token = RestAssured.get("/dev/token?tenant=" + api.slug + "&role=viewer")
                .asString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/campaigns/" + campaign + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
    }

    private static List<String> ids(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .toList();
    }
}
