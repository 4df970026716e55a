package io.outdial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.platform.NamedSql;
import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a million do-not-call entries cost a dial: the statements that claim a batch and let it leave, in turns for a tenant
 * without entries and one with a million, each time in a transaction that is rolled back.
 */
@QuarkusTest
class DoNotCallBench {

    private static final int ENTRIES = Integer.getInteger("outdial.bench.entries", 1_000_000);
    private static final int TARGETS = 5_000;
    private static final int BATCH = 500;
    private static final int ROUNDS = Integer.getInteger("outdial.bench.rounds", 60);
    private static final int WARM_UP = 15;
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2030-01-01T10:00:00Z");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** A tenant with a campaign of its own. */
    private record Side(UUID tenant, UUID campaign) {}

    @Test
    void aMillionEntriesCostLittle() throws Exception {
        try (Connection owner = Databases.asOwner()) {
            Side without = side(owner, 0);
            Side with = side(owner, ENTRIES);
            BenchData.run(owner, "vacuum analyze");
            owner.setAutoCommit(false);
            double[] fast = new double[ROUNDS];
            double[] slow = new double[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                double one = BenchReport.milliseconds(() -> dial(owner, without));
                double other = BenchReport.milliseconds(() -> dial(owner, with));
                if (i >= 0) {
                    fast[i] = one;
                    slow[i] = other;
                }
            }
            double a = BenchReport.percentile(fast, 0.5);
            double b = BenchReport.percentile(slow, 0.5);
            BenchReport.write(
                    "do-not-call",
                    String.format(
                            Locale.ROOT,
                            "%,d entries on the tenant's list; batches of %d, %d rounds in turns; %d processors; %s.%n%n"
                                    + "| | claim and leave, ms a batch (p50) |%n|---|---:|%n| without entries | %.1f |%n"
                                    + "| with %,d | %.1f |%n%nRatio **%.2f**.",
                            ENTRIES,
                            BATCH,
                            ROUNDS,
                            Runtime.getRuntime().availableProcessors(),
                            LocalDate.now(ZoneOffset.UTC),
                            a,
                            ENTRIES,
                            b,
                            b / a));
            assertThat(b / a).as("a million entries beside none").isLessThan(1.5);
        }
    }

    private static void dial(Connection c, Side side) throws SQLException {
        BenchData.run(c, "select set_tenant('" + side.tenant + "')");
        List<Object[]> picked = pick(c, side);
        assertThat(picked).hasSize(BATCH);
        UUID[] attempts = new UUID[BATCH];
        for (int i = 0; i < BATCH; i++) {
            attempts[i] = new UUID(0x0190_0000_0000_7000L, i);
        }
        insert(c, side, attempts, picked);
        OffsetDateTime lease = NOW.plusSeconds(30);
        try (ResultSet sent = query(
                c,
                "start-sending",
                side.tenant,
                array(c, "uuid", attempts),
                array(c, "uuid", side.campaign),
                "bench",
                NOW,
                lease,
                array(c, "uuid"),
                array(c, "text"))) {
            int n = 0;
            while (sent.next()) {
                n++;
            }
            assertThat(n).isEqualTo(BATCH);
        }
        c.rollback();
    }

    private static List<Object[]> pick(Connection c, Side side) throws SQLException {
        List<Object[]> picked = new ArrayList<>();
        try (ResultSet rows = query(
                c,
                "pick",
                side.tenant,
                array(c, "uuid", side.campaign),
                array(c, "int4", BATCH),
                array(c, "uuid", side.campaign),
                array(c, "text", "Asia/Riyadh"),
                NOW,
                array(c, "text", (Object) null),
                array(c, "bool", false),
                NOW.minusDays(30),
                new UUID(0x0190_0000_0000_0000L, 0),
                array(c, "bool", false))) {
            while (rows.next()) {
                assertThat(((Object[]) rows.getArray("lists").getArray())).isEmpty();
                picked.add(new Object[] {rows.getObject("customer_id"), rows.getString("phone")});
            }
        }
        return picked;
    }

    private static void insert(Connection c, Side side, UUID[] attempts, List<Object[]> picked) throws SQLException {
        try (PreparedStatement live = c.prepareStatement(
                "insert into live_attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state, owner,"
                        + " lease_until, connection, was, claimed_at, valid_until) select ?, x.a, ?, x.c, 1, x.p, 'Asia/Riyadh',"
                        + " 'claimed', 'bench', ?::timestamptz + interval '1 minute', 'bench', 'pending', ?, 'infinity'"
                        + " from unnest(?, ?, ?) x (a, c, p)")) {
            live.setObject(1, side.tenant);
            live.setObject(2, side.campaign);
            live.setObject(3, NOW);
            live.setObject(4, NOW);
            live.setArray(5, array(c, "uuid", (Object[]) attempts));
            live.setArray(6, array(c, "uuid", picked.stream().map(row -> row[0]).toArray()));
            live.setArray(7, array(c, "text", picked.stream().map(row -> row[1]).toArray()));
            live.executeUpdate();
        }
    }

    private static ResultSet query(Connection c, String name, Object... values) throws SQLException {
        Matcher parameters = PARAMETER.matcher(NamedSql.load("dialer", name).replaceAll("(?m)^--.*$", ""));
        List<Integer> order = new ArrayList<>();
        String sql = parameters.replaceAll(match -> {
            order.add(Integer.parseInt(match.group(1)));
            return "?";
        });
        PreparedStatement statement = c.prepareStatement(sql);
        statement.closeOnCompletion();
        for (int i = 0; i < order.size(); i++) {
            statement.setObject(i + 1, values[order.get(i) - 1]);
        }
        return statement.executeQuery();
    }

    private static Array array(Connection c, String type, Object... elements) throws SQLException {
        return c.createArrayOf(type, elements);
    }

    /** A tenant with a campaign of {@link #TARGETS} and entries of other numbers on its list. */
    private static Side side(Connection owner, int entries) throws SQLException {
        UUID tenant = UUID.fromString(Api.newTenant().tenantId);
        UUID campaign = UUID.randomUUID();
        String setUp = """
                set session_replication_role = replica;
                insert into customer (tenant_id, customer_id, external_id, phone, zones, created_at, updated_at)
                select ':t', gen_random_uuid(), g::text, '+9665' || (10000000 + g), 'Asia/Riyadh', ':now', ':now'
                from generate_series(1, :targets) g;
                insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)
                select ':t', '+9665' || (20000000 + g), 'tenant', 'import', 'bench', ':now' from generate_series(1, :entries) g;
                insert into campaign (tenant_id, campaign_id, name, state, state_changed_at, state_changed_by, spec, created_by,
                                      created_at, updated_at)
                values (':t', ':c', 'bench', 'active', ':now', 'bench', '{}', 'bench', ':now', ':now');
                insert into campaign_zone (tenant_id, campaign_id, zones) values (':t', ':c', 'Asia/Riyadh');
                insert into ready (tenant_id, campaign_id, customer_id, updated_at, attempts, zones, phone, state)
                select c.tenant_id, ':c', c.customer_id, ':now', 0, c.zones, c.phone, 'pending'
                from customer c where c.tenant_id = ':t';
                set session_replication_role = default""".replace(":t'", tenant + "'")
                .replace(":c'", campaign + "'")
                .replace(":now", "2029-12-31T00:00:00Z")
                .replace(":targets", String.valueOf(TARGETS))
                .replace(":entries", String.valueOf(entries));
        BenchData.run(owner, "begin; select set_tenant('" + tenant + "');" + setUp + "; commit");
        return new Side(tenant, campaign);
    }
}
