package io.outdial.security;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables that hold rows of tenants, as the catalogue lists them, and a row for each that its own checks accept. */
final class TenantTables {

    /** Read by sweeps over all tenants, so open by design; that they hold ids and instants only is a rule of the schema. */
    private static final Set<String> OPEN = Set.of("tenant_due", "webhook_due");

    private static final Pattern LITERAL = Pattern.compile("'([^']*)'::text");
    private static final Pattern NUMBER = Pattern.compile(">=? (?:\\(?)([0-9]+)");
    private static final Pattern LENGTH = Pattern.compile("length\\(.*\\) = ([0-9]+)");

    private TenantTables() {}

    /** @param columns those that need a value, with an SQL expression that its checks accept; never the tenant's id */
    record Table(String name, Map<String, String> columns, String another) {

        String insert(UUID tenant) {
            return "insert into " + name + " (tenant_id"
                    + columns.keySet().stream().map(each -> ", " + each).collect(Collectors.joining())
                    + ") values ('" + tenant + "'"
                    + columns.values().stream().map(each -> ", " + each).collect(Collectors.joining()) + ")";
        }

        /** Any column but that one; the column itself when there is no other. */
        String columnBeside(String column) {
            return another == null ? column : another;
        }
    }

    static List<Table> of(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String[] row : rows(connection, """
                select c.oid::regclass::text, c.oid::text, null from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                order by 1""")) {
            if (!OPEN.contains(row[0])) {
                tables.add(table(connection, row[0], row[1]));
            }
        }
        return tables;
    }

    private static Table table(Connection connection, String name, String oid) throws SQLException {
        List<String> checks = new ArrayList<>();
        for (String[] row : rows(
                connection,
                "select pg_get_constraintdef(oid), null, null from pg_constraint where contype = 'c' and conrelid = "
                        + oid)) {
            checks.add(row[0]);
        }
        Map<String, String> values = new LinkedHashMap<>();
        String another = null;
        for (String[] row : rows(
                connection,
                "select attname, atttypid::regtype::text, (attnotnull and not atthasdef)::text from pg_attribute"
                        + " where attrelid = " + oid + " and attnum > 0 and not attisdropped and attname <> 'tenant_id'"
                        + " and attgenerated = '' order by attnum")) {
            another = another == null ? '"' + row[0] + '"' : another;
            if (row[2].equals("true")) {
                values.put('"' + row[0] + '"', value(row[1], about(row[0], checks)));
            }
        }
        return new Table(name, values, another);
    }

    private static String about(String column, List<String> checks) {
        Pattern word = Pattern.compile("\\b" + column + "\\b");
        return checks.stream()
                .filter(each -> word.matcher(each).find())
                .findFirst()
                .orElse("");
    }

    private static String value(String type, String check) {
        return switch (type) {
            case "text" ->
                LITERAL.matcher(check).find() ? "'" + first(LITERAL, check, "") + "'" : "gen_random_uuid()::text";
            case "uuid" -> "gen_random_uuid()";
            case "timestamp with time zone" -> "now()";
            case "timestamp without time zone" -> "localtimestamp";
            case "date" -> "current_date";
            case "time without time zone" -> "localtime";
            case "boolean" -> "true";
            case "jsonb" -> "'{}'";
            case "bytea" -> "decode(repeat('00', " + first(LENGTH, check, "1") + "), 'hex')";
            default -> type.endsWith("[]") ? "'{}'" : String.valueOf(1 + Integer.parseInt(first(NUMBER, check, "0")));
        };
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : otherwise;
    }

    private static List<String[]> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String[]> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new String[] {rows.getString(1), rows.getString(2), rows.getString(3)});
            }
            return found;
        }
    }
}
