package io.outdial.cluster;

import io.outdial.bench.Issuer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One database, one network and any number of replicas, each a process of its own; and what the test lets them do. */
final class Cluster implements AutoCloseable {

    private static final List<String> SHORT_LEASES = List.of(
            "-Doutdial.dialer.lease=PT3S",
            "-Doutdial.dialer.send-within=PT1S",
            "-Doutdial.telephony.place-timeout=PT2S",
            "-Doutdial.dialer.ask-after=PT15S",
            "-Doutdial.dialer.drain-timeout=PT15S");

    final Database database;
    private final Issuer issuer = new Issuer();
    private final Path journal;
    private final Jvm simulator;
    private final List<Jvm> started = new ArrayList<>();
    private final List<String> everywhere = new ArrayList<>();

    /** @param network settings of the simulator, such as {@code busy-rate=0.1} */
    Cluster(Path data, Path journal, String... network) throws IOException {
        this(new Database(data), journal, network);
    }

    Cluster(Database database, Path journal, String... network) throws IOException {
        this.journal = journal;
        this.database = database;
        List<String> settings = new ArrayList<>();
        settings.add("-Doutdial.telephony.simulator.journal=" + journal.toAbsolutePath());
        for (String each : network) {
            settings.add("-Doutdial.telephony.simulator." + each);
        }
        // Tests that run at the same time have journals of their own, and so have the logs of their networks.
        simulator = Jvm.simulator(journal.getFileName() + "-simulator", settings);
        started.add(simulator);
        simulator.ready("/health");
    }

    /** Every replica from now on is told this, as {@code outdial.…}. */
    Cluster with(String... properties) {
        for (String each : properties) {
            everywhere.add("-Doutdial." + each);
        }
        return this;
    }

    /** Begins to start a replica; the first one of a database makes its schema. */
    Jvm start(String name, String... more) {
        List<String> dialer = new ArrayList<>();
        for (String each : more) {
            dialer.add("-Doutdial.dialer." + each);
        }
        return start(Jvm.JAR, name, database.properties(), dialer);
    }

    /**
     * Begins to start a replica of some version.
     *
     * @param credentials what it knows of the database
     * @param more as {@code -Dname=value}, over what all are told
     */
    Jvm start(Path jar, String name, List<String> credentials, List<String> more) {
        List<String> properties = new ArrayList<>(credentials);
        properties.addAll(issuer.properties());
        properties.addAll(SHORT_LEASES);
        properties.addAll(everywhere);
        properties.add("-Doutdial.telephony.simulator.url=" + simulator.url());
        properties.addAll(more);
        Jvm replica = Jvm.replica(jar, name, properties);
        started.add(replica);
        return replica;
    }

    /** Brings the schema to what a version needs, as the job does that goes before its replicas. */
    void migrate(Path jar, String name) {
        List<String> properties = new ArrayList<>(database.address());
        properties.addAll(issuer.properties());
        Jvm.migrate(jar, name, properties, Database.ofMigration());
    }

    String token(String tenant) {
        return issuer.tenantToken(tenant);
    }

    Jvm join(String name, String... more) {
        return start(name, more).ready("/q/health/ready");
    }

    Jvm simulator() {
        return simulator;
    }

    Journal journal() {
        return Journal.read(journal);
    }

    /**
     * A tenant's campaign; its people have numbers that begin with {@code prefix} and no others have.
     *
     * @param prefix a plus and at most eight digits
     * @param people as many as the rest of a number of twelve digits can tell apart, at most
     * @param maxConcurrentCalls null for none
     */
    record Plan(String prefix, int people, Integer maxConcurrentCalls) {}

    /** A tenant with so many lines and calls a second; each of its people is called until somebody answers, at most so often. */
    record Tenant(String slug, int lines, int callsPerSecond, int maxAttempts, List<Plan> plans) {

        Tenant(String slug, int lines, int callsPerSecond, int maxAttempts, Plan... plans) {
            this(slug, lines, callsPerSecond, maxAttempts, List.of(plans));
        }
    }

    void tenant(Jvm replica, Tenant tenant) {
        tenant(
                replica,
                tenant.slug,
                new JsonObject()
                        .put("maxConcurrentCalls", tenant.lines)
                        .put("callsPerSecond", tenant.callsPerSecond)
                        .put("maxDailyCalls", 1_000_000)
                        .put("maxActiveCampaigns", 10),
                tenant.maxAttempts,
                tenant.plans.toArray(new Plan[0]));
    }

    /** Makes a tenant that imports its people and activates its campaigns, all through the API of one replica. */
    void tenant(Jvm replica, String slug, JsonObject limits, int maxAttempts, Plan... plans) {
        tenant(replica, slug, limits, maxAttempts, (JsonObject) null, plans);
    }

    /** @param connection over which the tenant calls; null for the network that all have */
    void tenant(Jvm replica, String slug, JsonObject limits, int maxAttempts, JsonObject connection, Plan... plans) {
        replica.post(
                issuer.platformToken(),
                "/tenants",
                "application/json",
                new JsonObject()
                        .put("slug", slug)
                        .put("name", slug)
                        .put("country", "SA")
                        .put("timeZone", "Asia/Riyadh")
                        .put("limits", limits)
                        .encode());
        String token = issuer.tenantToken(slug);
        if (connection != null) {
            create(replica, token, "/telephony/connections", connection.encode());
        }
        String agent = create(replica, token, "/voice-agents", "{\"name\":\"N\",\"language\":\"en\",\"voice\":\"n\"}");
        String script = create(
                replica,
                token,
                "/scripts",
                "{\"name\":\"S\",\"language\":\"en\",\"template\":\"Hello {{first_name}}\"}");
        List<String> campaigns = new ArrayList<>();
        for (Plan plan : plans) {
            replica.post(token, "/customers/import", "text/csv", people(plan));
            String id = create(
                    replica,
                    token,
                    "/campaigns",
                    campaign(plan, maxAttempts, agent, script).encode());
            replica.post(token, "/campaigns/" + id + "/schedule", "application/json", "{}");
            campaigns.add(id);
        }
        campaigns.forEach(id -> replica.post(token, "/campaigns/" + id + "/activate", "application/json", "{}"));
    }

    private static String create(Jvm replica, String token, String path, String body) {
        return replica.post(token, path, "application/json", body).getString("id");
    }

    private static String people(Plan plan) {
        StringBuilder csv = new StringBuilder("external_id,phone,name,city,status\n");
        for (int i = 0; i < plan.people; i++) {
            String number = String.format("%0" + (13 - plan.prefix.length()) + "d", i);
            csv.append(plan.prefix)
                    .append('-')
                    .append(number)
                    .append(',')
                    .append(plan.prefix)
                    .append(number)
                    .append(",Sara,Riyadh,")
                    .append(cohort(plan))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String cohort(Plan plan) {
        return "cohort" + plan.prefix.substring(1);
    }

    private static JsonObject campaign(Plan plan, int maxAttempts, String agent, String script) {
        JsonObject calls = new JsonObject()
                .put(
                        "windows",
                        new JsonArray()
                                .add(new JsonObject().put("from", "00:00").put("to", "24:00")))
                .put(
                        "retry",
                        new JsonObject()
                                .put("maxAttempts", maxAttempts)
                                .put(
                                        "intervals",
                                        new JsonObject()
                                                .put("busy", "PT1S")
                                                .put("no_answer", "PT1S")
                                                .put("default", "PT1S")))
                .put("maxDailyCalls", 1_000_000);
        if (plan.maxConcurrentCalls != null) {
            calls.put("maxConcurrentCalls", plan.maxConcurrentCalls);
        }
        JsonObject name = new JsonObject().put("from", "first_name").put("fallback", "there");
        return new JsonObject()
                .put("name", plan.prefix)
                .put("type", "voice")
                .put("objective", "bookings")
                .put("startAt", Instant.now().plus(Duration.ofHours(1)).toString())
                .put("duration", "P30D")
                .put("audience", new JsonObject().put("query", new JsonObject().put("status", cohort(plan))))
                .put("calls", calls)
                .put(
                        "content",
                        new JsonObject()
                                .put("voiceAgentId", agent)
                                .put("scriptId", script)
                                .put("variables", new JsonObject().put("first_name", name)))
                .put("pacing", new JsonObject().put("mode", "fixed"))
                .put("compliance", new JsonObject().put("regulation", "none"));
    }

    /** Campaigns that are not over. */
    long unfinished() {
        return database.number("select count(*) from campaign where state <> 'completed'");
    }

    /** Everything that must be zero when nothing is under way, what is not, in words; empty is right. */
    String leftovers() {
        return database
                .rows("select what || ' ' || n from ("
                        + "select 'tenants'' calls in flight' as what, sum(in_flight)::bigint as n"
                        + " from tenant_capacity"
                        + " union all select 'campaigns'' calls in flight', sum(in_progress)::bigint from campaign_counter"
                        + " union all select 'open targets by the counters', sum(pending + deferred + waiting_retry)::bigint"
                        + " from campaign_counter"
                        + " union all select 'reserved budget', ceil(sum(abs(reserved)))::bigint from campaign_counter"
                        + " union all select 'live attempts', count(*) from live_attempt"
                        + " union all select 'targets in the queue', count(*) from ready"
                        + " union all select 'targets that are not final', count(*) from target_now where state in"
                        + " ('pending', 'deferred', 'waiting_retry', 'in_progress')"
                        + " union all select 'attempts that were not counted', abs((select count(*) from attempt)"
                        + " - (select sum(n) from campaign_tally where kind = 'outcome'))::bigint"
                        + ") zero where n <> 0")
                .stream()
                .map(row -> row.get(0))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() throws IOException {
        started.forEach(Jvm::close);
        issuer.close();
        database.close();
    }
}
