package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.dialer.DialChecker.Call;
import io.outdial.dialer.DialChecker.CampaignRules;
import io.outdial.dialer.DialChecker.Hours;
import io.outdial.dialer.DialChecker.TenantRules;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.support.Seed;
import io.outdial.telephony.CallEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random campaigns, customers, limits and clocks on the real database, judged afterwards by {@link DialChecker} from the
 * attempts alone, from a Wednesday on. A failure names its {@link Seed}; clocks are put forward or back when they are.
 */
@QuarkusTest
class DialPropertyTest {

    private static final List<String> ZONES = List.of(
            "Asia/Riyadh",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Kiritimati",
            "Pacific/Pago_Pago",
            "America/New_York",
            "America/St_Johns",
            "Europe/London",
            "Pacific/Chatham",
            "America/Chicago|America/New_York",
            "Africa/Cairo");
    private static final int STEPS = 60;
    private static final int CUSTOMERS = 70;

    @Inject
    Bench bench;

    static List<Long> seeds() {
        return List.of(Seed.value(), Seed.value() + 1, Seed.value() + 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLimitIsExceededAndNobodyIsCalledAgainstARule(long seed) {
        Random random = new Random(seed);
        TenantRules tenant = new TenantRules(
                2 + random.nextInt(10), 2 + random.nextInt(12), 20 + random.nextInt(60), ZoneId.of("Asia/Riyadh"));
        Scene scene = new Scene(
                bench.db,
                Map.of(
                        "maxConcurrentCalls",
                        tenant.concurrent(),
                        "callsPerSecond",
                        tenant.perSecond(),
                        "maxDailyCalls",
                        tenant.perDay()),
                CUSTOMERS);
        Set<String> forbidden = shapeCustomers(scene, random);
        Map<String, CampaignRules> campaigns = new HashMap<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            CampaignRules rules = rules(random);
            campaigns.put(scene.quietly(calls(rules, random).put("holidays", holidays()), document(rules)), rules);
        }
        Map<String, String> refused = dial(scene, random);

        List<Call> calls = calls(scene, refused);
        System.out.printf(
                "seed %d: %d campaigns, %d calls, %d of them refused%n",
                seed, campaigns.size(), calls.size(), refused.size());
        assertThat(new DialChecker(tenant, campaigns, forbidden).violations(calls))
                .as("-Doutdial.test.seed=%d, from %s on", seed, firstDay())
                .isEmpty();
        assertThat(calls).as("something was called with seed %d", seed).isNotEmpty();
        Row counters = scene.one("select sum(in_progress)::int as live, sum(reserved)::text as reserved,"
                + " min(total - pending - deferred - in_progress - waiting_retry - succeeded - completed - exhausted - suppressed"
                + " - unknown - expired)::int as lost from campaign_counter where tenant_id = $1");
        assertThat(counters.getInteger("lost")).as("states add up").isZero();
        assertThat(counters.getInteger("live")).isEqualTo(scene.count("live_attempt"));
        assertThat(scene.one("select in_flight from tenant_capacity where tenant_id = $1")
                        .getInteger("in_flight"))
                .isEqualTo(scene.count("live_attempt"));
    }

    @Test
    void theSimulatedNetworkSeesNoMoreThanIsAllowedEither() {
        Random random = Seed.random();
        TenantRules tenant =
                new TenantRules(3 + random.nextInt(5), 20 + random.nextInt(20), 60, ZoneId.of("Asia/Riyadh"));
        Scene scene = new Scene(
                bench.db,
                Map.of(
                        "maxConcurrentCalls",
                        tenant.concurrent(),
                        "callsPerSecond",
                        tenant.perSecond(),
                        "maxDailyCalls",
                        tenant.perDay()),
                50);
        Map<String, CampaignRules> campaigns = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            CampaignRules rules = new CampaignRules(
                    2 + random.nextInt(3),
                    200 + random.nextInt(200),
                    null,
                    40,
                    ZoneId.of("Asia/Riyadh"),
                    new BigDecimal(20 + random.nextInt(20)),
                    2,
                    null,
                    Map.of("busy", 1, "no_answer", 1, "answered_machine", 1, "rejected", 1),
                    List.of(new Hours(Set.of(1, 2, 3, 4, 5, 6, 7), 0, 1440)),
                    List.of());
            campaigns.put(scene.campaign(calls(rules, random).put("windows", Scene.ALWAYS), document(rules)), rules);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> scene.count("attempt") >= 30);
        campaigns.keySet().forEach(id -> scene.act(id, "stop", "{}"));
        await().atMost(Duration.ofSeconds(30)).until(() -> scene.count("live_attempt") == 0);

        List<Call> calls = calls(scene, Map.of());
        assertThat(new DialChecker(tenant, campaigns, Set.of()).violations(calls))
                .as(Seed.howToRepeat())
                .isEmpty();
        Map<String, Call> byId = calls.stream().collect(Collectors.toMap(Call::id, call -> call));
        CallJournal journal = CallJournal.of(byId::containsKey);
        assertThat(DialChecker.strangers(journal, byId.keySet())).isEmpty();
        assertThat(journal.mostAtOnce(line -> "all").get("all")).isLessThanOrEqualTo(tenant.concurrent());
        journal.mostAtOnce(line -> byId.get(line.attempt()).campaign()).forEach((id, most) -> assertThat(most)
                .isLessThanOrEqualTo(campaigns.get(id).concurrent()));
        assertThat(journal.mostAtOnce(CallJournal.Line::phone).values()).containsOnly(1);
    }

    /** Zones, shared numbers and a do-not-call list; answers the numbers on it. */
    private static Set<String> shapeCustomers(Scene scene, Random random) {
        Set<String> forbidden = new HashSet<>();
        String shared = null;
        for (Row row : scene.sql("select customer_id, phone from customer where tenant_id = $1 order by phone")) {
            String phone = row.getString("phone");
            scene.sql(
                    "update customer set zones = $2, phone = $3 where tenant_id = $1 and customer_id = $4",
                    ZONES.get(random.nextInt(ZONES.size())),
                    shared != null && random.nextInt(10) == 0 ? shared : phone,
                    row.getUUID("customer_id"));
            shared = phone;
            if (random.nextInt(12) == 0) {
                forbidden.add(phone);
                scene.sql(
                        "insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)"
                                + " values ($1, $2, 'tenant', 'test', 'test', $3)",
                        phone,
                        OffsetDateTime.now(ZoneOffset.UTC));
            }
        }
        return forbidden;
    }

    /** When made-up time begins: on the same day of the week in every run, and not before it is another day all over the earth. */
    private static LocalDate firstDay() {
        return LocalDate.now(ZoneOffset.UTC).plusDays(3).with(TemporalAdjusters.nextOrSame(DayOfWeek.WEDNESDAY));
    }

    /** Today and its neighbours: no campaign calls then, so that the dialer that runs beside stays out. */
    private static JsonArray holidays() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return new JsonArray()
                .add(today.minusDays(1).toString())
                .add(today.toString())
                .add(today.plusDays(1).toString());
    }

    private static CampaignRules rules(Random random) {
        int last = DayOfWeek.THURSDAY.getValue() + random.nextInt(2);
        Set<Integer> open = IntStream.rangeClosed(DayOfWeek.WEDNESDAY.getValue(), last)
                .boxed()
                .collect(Collectors.toSet());
        int from = 30 * random.nextInt(30);
        int to = from + 240 + 30 * random.nextInt(10);
        Integer perMinute = random.nextBoolean() ? 2 + random.nextInt(20) : null;
        // Fewer an hour than a minute is refused.
        int leastPerHour = perMinute == null ? 5 : Math.max(5, perMinute);
        return new CampaignRules(
                random.nextBoolean() ? 1 + random.nextInt(8) : null,
                perMinute,
                random.nextBoolean() ? leastPerHour + random.nextInt(60) : null,
                10 + random.nextInt(40),
                ZoneId.of(random.nextBoolean() ? "Pacific/Auckland" : "America/New_York"),
                random.nextBoolean() ? new BigDecimal(3 + random.nextInt(30)) : null,
                1 + random.nextInt(4),
                random.nextBoolean() ? 1 + random.nextInt(2) : null,
                Map.of(
                        "busy", 60 * (1 + random.nextInt(30)),
                        "no_answer", 600 * (1 + random.nextInt(12)),
                        "answered_machine", 3600,
                        "rejected", 1800,
                        "abandoned", 300),
                List.of(new Hours(open, from, Math.min(1440, to))),
                random.nextBoolean() ? List.of(new Hours(Set.of(1, 2, 3, 4, 5, 6, 7), 720, 780)) : List.of());
    }

    private static JsonObject calls(CampaignRules rules, Random random) {
        JsonObject intervals = new JsonObject();
        rules.waits()
                .forEach((outcome, seconds) ->
                        intervals.put(outcome, Duration.ofSeconds(seconds).toString()));
        JsonObject retry = new JsonObject()
                .put("maxAttempts", rules.attempts())
                .put("intervals", intervals)
                .put("backoff", 1 + random.nextInt(2));
        if (rules.perPersonAndDay() != null) {
            retry.put("maxAttemptsPerDay", rules.perPersonAndDay());
        }
        JsonObject calls = new JsonObject()
                .put("windows", windows(rules.open()))
                .put("doNotDisturb", windows(rules.quiet()))
                .put("retry", retry)
                .put("priority", 1 + random.nextInt(10))
                .put("maxDailyCalls", rules.perDay());
        put(calls, "maxConcurrentCalls", rules.concurrent());
        put(calls, "callsPerMinute", rules.perMinute());
        put(calls, "callsPerHour", rules.perHour());
        return calls;
    }

    private static void put(JsonObject calls, String name, Integer limit) {
        if (limit != null) {
            calls.put(name, limit);
        }
    }

    private static JsonObject document(CampaignRules rules) {
        JsonObject document = new JsonObject()
                .put("timeZone", rules.zone().getId())
                .put("compliance", new JsonObject().put("regulation", "none"));
        if (rules.budget() != null) {
            JsonObject budget = new JsonObject()
                    .put("amount", rules.budget().toPlainString())
                    .put("currency", "SAR");
            document.put("performance", new JsonObject().put("budget", budget));
        }
        return document;
    }

    private static JsonArray windows(List<Hours> hours) {
        JsonArray windows = new JsonArray();
        for (Hours each : hours) {
            JsonArray days = new JsonArray();
            each.days()
                    .forEach(day ->
                            days.add(DayOfWeek.of(day).name().substring(0, 3).toLowerCase(Locale.ROOT)));
            windows.add(new JsonObject()
                    .put("days", days)
                    .put("from", clock(each.from()))
                    .put("to", clock(each.to())));
        }
        return windows;
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    /** Days of made-up time: claims, some of which are never sent, and calls that end as chance has it; answers the refused. */
    private Map<String, String> dial(Scene scene, Random random) {
        Map<String, String> refused = new HashMap<>();
        PriorityQueue<CallEvent.Ended> ends = new PriorityQueue<>(Comparator.comparing(CallEvent.Ended::at));
        Instant now = firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(passing(random));
            List<CallEvent> over = new ArrayList<>();
            while (!ends.isEmpty() && !ends.peek().at().isAfter(now)) {
                over.add(ends.remove());
            }
            if (!over.isEmpty()) {
                bench.report(now, over.toArray(CallEvent[]::new));
            }
            List<Claimed> claimed = bench.claim(scene, now);
            List<Claimed> sent =
                    claimed.stream().filter(call -> random.nextInt(20) > 0).toList();
            if (!sent.isEmpty()) {
                bench.startSending(scene, sent, now);
                for (Claimed call : sent) {
                    CallEvent.Ended end = end(scene, call, now, random);
                    ends.add(end);
                    if (end.outcome() == Outcome.CONGESTION) {
                        refused.put(call.id().toString(), "congestion");
                    }
                }
            }
            List<Claimed> unsent = new ArrayList<>(claimed);
            unsent.removeAll(sent);
            if (!unsent.isEmpty()) {
                bench.settlement
                        .release(
                                scene.tenant,
                                unsent.stream().map(call -> call.id().value()).toList(),
                                now)
                        .await()
                        .atMost(Scene.PATIENCE);
            }
        }
        return refused;
    }

    /** Often a moment, sometimes minutes, now and then hours. */
    private static long passing(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> 100 + random.nextInt(900);
            case 2, 3, 4 -> 1_000L * (1 + random.nextInt(59));
            case 5, 6 -> 60_000L * (1 + random.nextInt(59));
            default -> 3_600_000L * (1 + random.nextInt(6));
        };
    }

    private static CallEvent.Ended end(Scene scene, Claimed call, Instant now, Random random) {
        Outcome[] likely = {
            Outcome.ANSWERED_HUMAN, Outcome.ANSWERED_HUMAN, Outcome.BUSY, Outcome.BUSY, Outcome.NO_ANSWER,
            Outcome.NO_ANSWER, Outcome.ANSWERED_MACHINE, Outcome.REJECTED, Outcome.ABANDONED, Outcome.CONGESTION,
            Outcome.INVALID_NUMBER
        };
        Outcome outcome = likely[random.nextInt(likely.length)];
        Instant at = outcome == Outcome.CONGESTION ? now : now.plusSeconds(1 + random.nextInt(600));
        Ending ending = Ending.of(scene, call, at).as(outcome);
        if (outcome != Outcome.ANSWERED_HUMAN) {
            return ending.costing(outcome == Outcome.CONGESTION ? "0" : "0.10").event();
        }
        ending.costing(random.nextInt(10) == 0 ? "1.00" : "0.30");
        return switch (random.nextInt(5)) {
            case 0 -> ending.askingFor(at.plusSeconds(3600)).event();
            case 1 -> ending.saying(Disposition.OPTED_OUT).event();
            case 2 -> ending.saying(Disposition.BOOKED).event();
            default -> ending.saying(Disposition.DECLINED).event();
        };
    }

    private static List<Call> calls(Scene scene, Map<String, String> refused) {
        Map<String, String> zones = new HashMap<>();
        scene.sql("select customer_id, zones from customer where tenant_id = $1")
                .forEach(row -> zones.put(row.getUUID("customer_id").toString(), row.getString("zones")));
        return scene.sql("select * from call where tenant_id = $1").stream()
                .map(row -> {
                    String id = row.getUUID("attempt_id").toString();
                    String customer = row.getUUID("customer_id").toString();
                    return new Call(
                            id,
                            row.getUUID("campaign_id").toString(),
                            customer,
                            row.getString("phone"),
                            List.of(zones.get(customer).split("\\|")).stream()
                                    .map(ZoneId::of)
                                    .toList(),
                            instant(row, "claimed_at"),
                            instant(row, "sending_at"),
                            instant(row, "finished_at"),
                            row.getString("outcome"),
                            row.getString("disposition"),
                            row.getBigDecimal("cost") == null ? BigDecimal.ZERO : row.getBigDecimal("cost"),
                            refused.containsKey(id) || "congestion".equals(row.getString("outcome")));
                })
                .toList();
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
