package io.outdial;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every table of the migrated schema to the rules that keep tenants apart and let rows be sharded by tenant. */
@QuarkusTest
class SchemaRulesTest {

    /** Belong to no tenant. */
    private static final String SHARED = "('platform_do_not_call', 'flyway_schema_history')";

    /** Tables without row level security: the shared ones, and those that sweeps over all tenants read. */
    private static final String OPEN = "('platform_do_not_call', 'flyway_schema_history', 'tenant_due', 'webhook_due')";

    private static final String TABLES = """
            select c.oid, c.relname, c.relowner, c.relrowsecurity, c.relforcerowsecurity
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            """;

    @Test
    void theTablesAreThere() throws SQLException {
        assertThat(asOwner("select relname from (" + TABLES + ") t"))
                .hasSizeGreaterThan(20)
                .contains("tenant", "tenant_due", "customer", "live_attempt");
    }

    @Test
    void everyTenantsTableHasItsTenant() throws SQLException {
        assertNone("select t.relname from (" + TABLES + ") t where t.relname not in " + SHARED
                + " and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id'"
                + " and a.attnotnull and a.atttypid = 'uuid'::regtype)");
    }

    @Test
    void everyTableHasAPrimaryKey() throws SQLException {
        assertNone("select t.relname from (" + TABLES + ") t where not exists"
                + " (select from pg_index i where i.indrelid = t.oid and i.indisprimary)");
    }

    /** Primary and unique keys are indexes too. A slug or an issuer is what a token has before the tenant is known. */
    @Test
    void theTenantLeadsEveryKeyAndIndex() throws SQLException {
        assertNone(
                "select t.relname || '.' || i.indexrelid::regclass from (" + TABLES + ") t"
                        + " join pg_index i on i.indrelid = t.oid"
                        + " left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]"
                        + " where t.relname not in " + SHARED
                        + " and i.indexrelid::regclass::text not in ('tenant_slug_key', 'tenant_issuer_key') and a.attname is distinct from 'tenant_id'");
    }

    @Test
    void theTenantLeadsEveryForeignKeyOnBothSides() throws SQLException {
        assertNone("select f.conrelid::regclass || '.' || f.conname from pg_constraint f"
                + " join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]"
                + " join pg_attribute b on b.attrelid = f.confrelid and b.attnum = f.confkey[1]"
                + " where f.contype = 'f' and (a.attname <> 'tenant_id' or b.attname <> 'tenant_id')");
    }

    @Test
    void noConstraintIsDeferredOrSetsNull() throws SQLException {
        assertNone("select conrelid::regclass || '.' || conname from pg_constraint"
                + " where connamespace = 'public'::regnamespace and (condeferrable or confdeltype in ('n', 'd'))");
    }

    @Test
    void rowLevelSecurityIsForcedOnEveryTenantsTable() throws SQLException {
        assertNone("select relname from (" + TABLES + ") t where relname not in " + OPEN
                + " and not (relrowsecurity and relforcerowsecurity)");
        assertNone("select t.relname from (" + TABLES + ") t where t.relname not in " + OPEN
                + " and not exists (select from pg_policies p where p.schemaname = 'public'"
                + " and p.tablename = t.relname)"
                + " and not exists (select from pg_inherits i where i.inhrelid = t.oid)");
        assertNone("select tablename || '.' || policyname from pg_policies where schemaname = 'public'"
                + " and qual not like '%tenant_id = (NULLIF(current_setting(''app.tenant_id''%'");
    }

    /** docs/scaling.md distributes every table of a tenant but those that all nodes read, and those that sweeps read as a whole. */
    @Test
    void theListForCitusKeepsTheTablesThatSweepsReadTogether() throws IOException {
        String page = Files.readString(Path.of("docs/scaling.md"));
        Matcher kept = Pattern.compile("c\\.relname not in \\(([^)]*)\\)").matcher(page);
        assertThat(kept.find()).isTrue();
        Set<String> undistributed = names(kept.group(1));
        assertThat(undistributed).containsAll(tablesOfTenants(OPEN));
        undistributed.removeAll(tablesOfTenants(OPEN));
        assertThat(page).contains("create_reference_table('platform_do_not_call')");
        assertThat(undistributed)
                .containsExactly("tenant")
                .allMatch(table -> page.contains("create_reference_table('" + table + "')"));
        assertThat(tablesOfTenants(OPEN))
                .allMatch(table -> page.contains("citus_add_local_table_to_metadata('" + table + "')"));
    }

    private static Set<String> tablesOfTenants(String open) {
        Set<String> tables = names(open);
        tables.removeAll(names(SHARED));
        return tables;
    }

    private static Set<String> names(String list) {
        return Pattern.compile("'(\\w+)'")
                .matcher(list)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Text could hold a name or a number; ids and instants cannot. */
    @ParameterizedTest
    @ValueSource(strings = {"tenant_due", "webhook_due"})
    void aTableThatSweepsReadHasNothingPersonal(String table) throws SQLException {
        String columns = "select attname from pg_attribute where attrelid = '" + table + "'::regclass and attnum > 0"
                + " and not attisdropped and ";
        assertNone(columns + "atttypid not in ('uuid'::regtype, 'timestamptz'::regtype)");
        assertThat(asOwner(columns + "atttypid = 'uuid'::regtype")).containsExactly("tenant_id");
    }

    /** The policies of a partitioned table hold for who reads through it, and nobody reads past it. */
    @Test
    void partitionsAreReachedThroughTheirTableOnly() throws SQLException {
        assertThat(asOwner("select inhrelid::regclass::text from pg_inherits where inhparent = 'attempt'::regclass"))
                .hasSizeGreaterThan(3);
        assertThat(asOwner(
                        "select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_entry'::regclass"))
                .hasSizeGreaterThan(3);
        assertNone("select i.inhrelid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where c.relkind = 'r' and has_table_privilege('" + Databases.runtimeRole()
                + "', c.oid, 'select, insert, update, delete')");
    }

    @Test
    void viewsReadWithTheRightsOfWhoAsks() throws SQLException {
        assertNone("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')"
                + " and not coalesce(reloptions @> array['security_invoker=true'], false)");
    }

    @Test
    void thereAreNoTriggersAndNoSequences() throws SQLException {
        assertNone("select tgrelid::regclass || '.' || tgname from pg_trigger where not tgisinternal");
        assertNone("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'");
    }

    @Test
    void theRuntimeRoleOwnsNothingAndBypassesNothing() throws SQLException {
        String role = "'" + Databases.runtimeRole() + "'";
        assertThat(asOwner("select rolname from pg_roles where rolname = " + role))
                .containsExactly(Databases.runtimeRole());
        assertNone("select rolname from pg_roles where rolname = " + role
                + " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)");
        assertNone("select classid::regclass || ' ' || objid from pg_shdepend"
                + " where deptype = 'o' and refclassid = 'pg_authid'::regclass and refobjid = " + role + "::regrole");
        assertNone("select roleid::regrole::text from pg_auth_members where member = " + role + "::regrole");
        assertNone("select 'flyway_schema_history' where has_table_privilege(" + role
                + ", 'flyway_schema_history', 'insert, update, delete')");
    }

    /** A replica that does not migrate knows no owner, and is ready when it sees that the one who migrates has. */
    @Test
    void theRuntimeRoleSeesWhereTheSchemaIs() throws SQLException {
        assertNone("select 'flyway_schema_history' where not has_table_privilege('" + Databases.runtimeRole()
                + "', 'flyway_schema_history', 'select')");
    }

    @Test
    void withoutATenantNothingIsSeenAndWithOneOnlyItsOwn() throws SQLException {
        Api mine = Api.newTenant();
        Api.newTenant();
        assertThat(asOwner("select tenant_id::text from tenant_capacity")).hasSizeGreaterThan(1);

        List<String> guarded = asOwner("select relname from (" + TABLES + ") t where relname not in " + OPEN
                + " and not exists (select from pg_inherits i where i.inhrelid = t.oid)");
        try (Connection connection = Databases.asService()) {
            for (String table : guarded) {
                assertThat(query(connection, "select 1 from \"" + table + "\" limit 1"))
                        .as(table)
                        .isEmpty();
            }
            connection.setAutoCommit(false);
            query(connection, "select set_tenant('" + mine.tenantId + "')");
            assertThat(query(connection, "select tenant_id::text from tenant_capacity"))
                    .containsExactly(mine.tenantId);
            assertThat(query(connection, "select tenant_id::text from tenant")).containsExactly(mine.tenantId);
            connection.commit();

            assertThat(query(connection, "select tenant_id::text from tenant_capacity"))
                    .as("the tenant ends with its transaction")
                    .isEmpty();
        }
    }

    private void assertNone(String offenders) throws SQLException {
        assertThat(asOwner(offenders)).isEmpty();
    }

    private List<String> asOwner(String sql) throws SQLException {
        try (Connection connection = Databases.asOwner()) {
            return query(connection, sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
