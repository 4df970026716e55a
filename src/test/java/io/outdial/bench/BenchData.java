package io.outdial.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Customers by the million, made in the database from the demo's 10,000: every count is a multiple of the file's. */
public final class BenchData {

    /** How often each of the 10,000 customers is copied; 100 makes a million. */
    public static final int COPIES = Integer.getInteger("outdial.bench.copies", 100);

    private static final String IDEAL = """
            create table bench.ideal as
            select c.customer_id, c.phone, c.neighborhoods, c.status, c.last_contacted,
                   c.attributes ->> 'booking_status' as booking_status, c.attributes ->> 'customer_type' as customer_type,
                   (c.attributes ->> 'renewal_due')::date as renewal_due,
                   (c.attributes ->> 'last_interaction')::date as last_interaction,
                   (c.attributes ->> 'property_value')::float8 as property_value
            from customer c where c.tenant_id = :tenant;
            alter table bench.ideal add primary key (customer_id);
            create index on bench.ideal using gin (neighborhoods);
            create index on bench.ideal (status);
            create index on bench.ideal (booking_status);
            create index on bench.ideal (customer_type);
            create index on bench.ideal (last_contacted);
            create index on bench.ideal (renewal_due);
            create index on bench.ideal (last_interaction);
            create index on bench.ideal (property_value);
            """;

    private BenchData() {}

    /** Gives the tenant {@code copies} times 10,000 customers, and do-not-call entries for 400 of each 10,000. */
    public static void customers(Connection owner, String tenantId, int copies) throws SQLException, IOException {
        run(owner, """
                create schema if not exists bench;
                drop table if exists bench.source, bench.listed;
                create table bench.source (
                  external_id text, name text, phone text, email text, language text, city text, neighborhoods text,
                  time_zone text, status text, customer_type text, booking_status text, appointment_at text,
                  renewal_due text, contract_id text, property_value text, last_interaction text, last_contacted text,
                  consent_at text, n int generated always as (substr(external_id, 2)::int) stored);
                create table bench.listed (phone text);
                """);
        copy(
                owner,
                "bench.source (external_id, name, phone, email, language, city, neighborhoods, time_zone, status,"
                        + " customer_type, booking_status, appointment_at, renewal_due, contract_id, property_value,"
                        + " last_interaction, last_contacted, consent_at)",
                "csv, header",
                "/demo/customers-10k.csv");
        copy(owner, "bench.listed", "text", "/demo/do-not-call-sa.txt");
        // The rows are consistent by construction; checking fourteen million foreign keys would only take time.
        run(owner, "set session_replication_role = replica");
        run(
                owner,
                resource("/bench/customers.sql")
                        .replace(":tenant", "'" + tenantId + "'::uuid")
                        .replace(":copies", String.valueOf(copies)));
        run(owner, "set session_replication_role = default");
    }

    /** The tenant's customers as a plain typed table with an index per column, for queries written by hand. */
    public static void ideal(Connection owner, String tenantId) throws SQLException {
        run(owner, IDEAL.replace(":tenant", "'" + tenantId + "'::uuid"));
        run(owner, "vacuum analyze bench.ideal");
    }

    public static void run(Connection owner, String statements) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(statements);
        }
    }

    /**
     * Makes a new server one that has run for a while: every page of its memory has been used, and its log goes into files
     * that were written before. A new one spends a fifth of an import on having memory and files zeroed by the operating
     * system, once in its life.
     */
    static void wearIn(Connection owner) throws SQLException {
        run(owner, "alter system set min_wal_size = '4GB'");
        run(owner, "select pg_reload_conf()");
        run(owner, "create schema if not exists bench");
        run(owner, "create table bench.filler (page text)");
        run(owner, "alter table bench.filler alter column page set storage plain");
        run(owner, "insert into bench.filler select repeat('x', 8000) from generate_series(1, 400000)"); // 3 GB, one a
        // page
        run(owner, "checkpoint");
        run(owner, "drop table bench.filler");
        run(owner, "checkpoint");
    }

    /** Vacuums what audiences read, as autovacuum does; again while a transaction of the service keeps pages from being visible to all. */
    static void vacuum(Connection owner) throws SQLException {
        for (String table : List.of(
                "customer",
                "customer_value_text",
                "customer_value_number",
                "customer_value_bool",
                "customer_value_date",
                "customer_value_time",
                "do_not_call")) {
            int tries = 0;
            do {
                run(owner, "vacuum analyze " + table);
            } while (!isVisible(owner, table) && ++tries < 20);
        }
    }

    private static boolean isVisible(Connection owner, String table) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "select relallvisible >= relpages from pg_class where oid = '" + table + "'::regclass")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void copy(Connection owner, String table, String format, String file)
            throws SQLException, IOException {
        try (InputStream rows = BenchData.class.getResourceAsStream(file)) {
            new CopyManager((BaseConnection) owner)
                    .copyIn("copy " + table + " from stdin (format " + format + ")", rows);
        }
    }

    /** Writes what a {@code copy … to stdout} answers to a file. */
    static void copyOut(Connection owner, String statement, Path file) throws SQLException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            new CopyManager((BaseConnection) owner).copyOut(statement, out);
        }
    }

    /** Feeds a {@code copy … from stdin} with a file. */
    static void copyIn(Connection owner, String statement, Path file) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            new CopyManager((BaseConnection) owner).copyIn(statement, in);
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = BenchData.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
