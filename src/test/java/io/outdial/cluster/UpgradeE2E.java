package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.cluster.Cluster.Tenant;
import io.outdial.cluster.Collector.Taken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign runs while the release before is replaced by the next one, replica by replica, as docs/upgrade.md says, and while that is
 * taken back. The release before is the jar that {@code outdial.previous-release} names; while nothing is released it is the version that is
 * tested. The next one is that version with the migrations of src/test/resources/upgrade on top, which do all that a migration
 * may do; the release before does not know of them.
 */
class UpgradeE2E {

    private static final Path PREVIOUS = Path.of(System.getProperty("outdial.previous-release", Jvm.JAR.toString()));
    private static final Path NEXT =
            Path.of(System.getProperty("outdial.next-release", "target/next-release/quarkus-run.jar"));

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Slowly, so that there are calls to make until the end; then all at once. */
    private static final int CALLS_PER_SECOND = 2;

    private static final Tenant NORTH =
            new Tenant("north", 25, CALLS_PER_SECOND, 3, new Plan("+96650", 300, 15), new Plan("+96653", 300, 20));
    private static final Tenant SOUTH = new Tenant("south", 30, CALLS_PER_SECOND, 3, new Plan("+96654", 600, null));

    private static final List<String> CONSOLE = List.of(
            "/campaigns",
            "/campaigns/%s",
            "/campaigns/%s/progress",
            "/campaigns/%s/report",
            "/campaigns/%s/timeline",
            "/campaigns/%s/targets",
            "/campaigns/%s/calls",
            "/campaigns/%s/initiation",
            "/customers",
            "/campaigns/%s/quality",
            "/audiences",
            "/voice-agents",
            "/do-not-call",
            "/tenant");

    @TempDir
    private Path directory;

    private final Path journal = Path.of("target", "upgrade.journal");

    @Test
    void aCampaignRunsThroughTheSwitchAndBack() throws Exception {
        Files.deleteIfExists(journal);
        try (Collector collector = new Collector();
                Cluster cluster = new Cluster(
                        directory.resolve("postgres"),
                        journal,
                        "speed=20",
                        "talk-seconds=10",
                        "answer-rate=0.6",
                        "busy-rate=0.3",
                        "lost-response-rate=0.01")) {
            cluster.migrate(PREVIOUS, "previous-migration");
            Jvm first = join(cluster, collector, PREVIOUS, "previous-1");
            Jvm second = start(cluster, collector, PREVIOUS, "previous-2");
            cluster.tenant(first, NORTH);
            cluster.tenant(first, SOUTH);
            // The image of the next version is there before its migration was run.
            Jvm third = start(cluster, collector, NEXT, "next-1");
            second.ready("/q/health/ready");
            Catalog before = Catalog.of(cluster.database);
            third.ready("/q/health/live");
            bothCall(cluster, first, second);
            assertThat(third.status("/q/health/ready")).isEqualTo(503);
            assertThat(third.status("/q/health/group/database")).isEqualTo(503);
            assertThat(third.meter("outdial_dialer_claim_size_count"))
                    .as("nothing is done before the schema is there")
                    .isZero();

            try (Reader console = console(cluster, first)) {
                await().atMost(PATIENCE).until(() -> console.answered() > 100);
                cluster.migrate(NEXT, "next-migration");
                third.ready("/q/health/ready");
                before.mustBeExpandedOnlyBy(Catalog.of(cluster.database));
                monthsToComeAreMadeAsTheNextReleaseHasThem(cluster);
                bothCall(cluster, first, third);
                int seen = console.answered();
                await().atMost(PATIENCE).until(() -> console.answered() > seen + 100);
                assertThat(console.failures()).isEmpty();
            }

            // The roll-out goes on: one comes, one goes. Those that come later are begun to be started already.
            Jvm fourth = start(cluster, collector, NEXT, "next-2");
            assertThat(second.terminate(GRACE)).isLessThan(GRACE);
            fourth.ready("/q/health/ready");
            Jvm fifth = start(cluster, collector, PREVIOUS, "previous-3");
            assertThat(first.terminate(GRACE)).isLessThan(GRACE);
            bothCall(cluster, third, fourth);

            // kubectl rollout undo: the release before on the schema of the next one, also one that would migrate by
            // itself.
            fifth.ready("/q/health/ready");
            Jvm sixth =
                    cluster.start(PREVIOUS, "previous-4", cluster.database.properties(), collector.properties("grpc"));
            assertThat(third.terminate(GRACE)).isLessThan(GRACE);
            sixth.ready("/q/health/ready");
            bothCall(cluster, fourth, sixth);
            assertThat(fourth.terminate(GRACE)).isLessThan(GRACE);
            bothCall(cluster, fifth, sixth);

            assertThat(cluster.unfinished())
                    .as("campaigns that ran through all of it")
                    .isEqualTo(3);
            cluster.database.run("update tenant set calls_per_second = 1000");
            await("every campaign is over").atMost(PATIENCE).until(() -> cluster.unfinished() == 0);
            Accounts.mustBeRight(cluster, NORTH, SOUTH);
            callsAreFollowedAcrossReplicas(collector);
        }
    }

    private static Jvm start(Cluster cluster, Collector collector, Path version, String name) {
        String protocol = version.equals(NEXT) ? "http/protobuf" : "grpc";
        return cluster.start(version, name, cluster.database.propertiesWithoutOwner(), collector.properties(protocol));
    }

    private static Jvm join(Cluster cluster, Collector collector, Path version, String name) {
        return start(cluster, collector, version, name).ready("/q/health/ready");
    }

    /** Side by side, from now on. */
    private static void bothCall(Cluster cluster, Jvm one, Jvm other) {
        for (Jvm each : List.of(one, other)) {
            double before = each.meter("outdial_dialer_claim_size_count");
            await(each.name + " places calls")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> each.meter("outdial_dialer_claim_size_count") > before + 2);
        }
    }

    private static Reader console(Cluster cluster, Jvm replica) {
        String campaign = cluster.database.text("select campaign_id from campaign where name = '+96654'");
        return new Reader(
                replica,
                cluster.token("south"),
                CONSOLE.stream().map(path -> path.formatted(campaign)).toList());
    }

    /** By whichever release keeps the partitions. */
    private static void monthsToComeAreMadeAsTheNextReleaseHasThem(Cluster cluster) {
        assertThat(cluster.database.number("select keep_month_partitions('attempt', '2099-01-15 00:00:00Z', 0, null)"))
                .isOne();
        assertThat(cluster.database.number(
                        "select count(*) from pg_index i join pg_inherits p on p.inhrelid = i.indexrelid"
                                + " where i.indrelid = 'attempt_2099_01'::regclass and i.indisvalid"))
                .as("indexes of all months")
                .isEqualTo(
                        cluster.database.number("select count(*) from pg_index where indrelid = 'attempt'::regclass"));
    }

    /** A collector of somebody else's sees each call as one trace, whichever replicas, of whichever version, had to do with it. */
    private static void callsAreFollowedAcrossReplicas(Collector collector) {
        await(
                        "a call is claimed and placed by one replica, settled by one of another version and told over both protocols")
                .atMost(PATIENCE)
                .until(() -> collector.traces().values().stream().anyMatch(UpgradeE2E::isSharedByVersions));
        List<Taken> trace = collector.traces().values().stream()
                .filter(UpgradeE2E::isSharedByVersions)
                .findFirst()
                .orElseThrow();
        Taken call = trace.stream()
                .filter(span -> span.name().equals("call"))
                .findFirst()
                .orElseThrow();
        assertThat(call.parent()).isEmpty();
        assertThat(call.events()).contains("sent", "accepted");
        assertThat(call.trace())
                .isEqualTo(call.attributes().get("outdial.attempt").replace("-", ""));
        assertThat(trace).allSatisfy(span -> {
            assertThat(span.service()).isEqualTo("outdial");
            assertThat(span == call || span.parent().equals(call.id())).isTrue();
        });
    }

    private static boolean isSharedByVersions(List<Taken> trace) {
        List<String> names = trace.stream().map(Taken::name).sorted().toList();
        return names.equals(List.of("call", "claim", "place", "settle"))
                && isFrom(trace, "grpc", "claim", "place")
                && isFrom(trace, "http/protobuf", "call", "settle")
                && trace.stream().map(Taken::replica).distinct().count() == 2;
    }

    private static boolean isFrom(List<Taken> trace, String protocol, String... names) {
        return Stream.of(names).allMatch(name -> trace.stream()
                .anyMatch(span -> span.name().equals(name) && span.over().equals(protocol)));
    }
}
