package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A schema as the release before sees it.
 *
 * @param offers what its statements may use: tables, columns with their types, functions with what they answer, keys
 * @param demands what its rows must have, by the table that asks for it
 */
record Catalog(Set<String> offers, Set<Demand> demands) {

    record Demand(String table, String what) {}

    private static final String COLUMNS = " from pg_attribute a join pg_class c on c.oid = a.attrelid"
            + " left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum"
            + " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0"
            + " and not a.attisdropped";

    static Catalog of(Database database) {
        return new Catalog(
                words(
                        database,
                        "select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)" + COLUMNS
                                + " union all select p.oid::regprocedure || ' answers ' || p.prorettype::regtype from pg_proc p"
                                + " where p.pronamespace = 'public'::regnamespace"
                                + " union all select conrelid::regclass || ' has ' || conname from pg_constraint"
                                + " where connamespace = 'public'::regnamespace and contype in ('p', 'u')"
                                + " union all select indexrelid::regclass || ' is an index' from pg_index"
                                + " where indrelid::regclass::text !~ '^pg_'"),
                demands(
                        database,
                        "select c.relname, a.attname || ' must be given'" + COLUMNS
                                + " and a.attnotnull and d.oid is null"
                                + " union all select conrelid::regclass::text, conname from pg_constraint"
                                + " where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'u', 'x')"
                                + " union all select indrelid::regclass::text, indexrelid::regclass::text from pg_index"
                                + " where indisunique and indrelid::regclass::text !~ '^pg_'"));
    }

    private static Set<String> words(Database database, String sql) {
        return database.rows(sql).stream().map(row -> row.get(0)).collect(Collectors.toSet());
    }

    private static Set<Demand> demands(Database database, String sql) {
        return database.rows(sql).stream()
                .map(row -> new Demand(row.get(0), row.get(1)))
                .collect(Collectors.toSet());
    }

    /** Whatever was there is there still, and nothing new is asked of the tables that were there. */
    void mustBeExpandedOnlyBy(Catalog after) {
        assertThat(after.offers).as("what the release before uses").containsAll(offers);
        Set<String> tables = demands.stream().map(Demand::table).collect(Collectors.toSet());
        List<Demand> more = after.demands.stream()
                .filter(each -> tables.contains(each.table) && !demands.contains(each))
                .toList();
        assertThat(more)
                .as("what the release before does not know that it must give")
                .isEmpty();
    }
}
