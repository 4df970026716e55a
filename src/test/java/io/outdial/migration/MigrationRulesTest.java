package io.outdial.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations after the first one can be run while replicas of the release before are at work. */
class MigrationRulesTest {

    private static final Path OURS = Path.of("src/main/resources/db/migration");
    private static final Path OF_THE_UPGRADE_TEST = Path.of("src/test/resources/upgrade");
    private static final String FIRST = read(OURS.resolve("V1__first_schema.sql"));
    private static final String IMPATIENT = "set local lock_timeout = '5s'; ";

    @Test
    void everyMigrationAfterTheFirstIsHarmlessToTheReleaseBefore() {
        MigrationRules rules = new MigrationRules(version()).after(FIRST);
        assertThat(files(OF_THE_UPGRADE_TEST)).isNotEmpty();
        Stream.concat(files(OURS).stream(), files(OF_THE_UPGRADE_TEST).stream())
                .filter(file -> !file.getFileName().toString().startsWith("V1__"))
                .forEach(file -> {
                    String sql = read(file);
                    assertThat(rules.broken(sql)).as(file.toString()).isEmpty();
                    rules.after(sql);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table note (tenant_id uuid not null, note_id uuid not null, primary key (tenant_id, note_id));"
                        + " alter table note enable row level security; alter table note force row level security;"
                        + " create policy tenant_isolation on note using (true); create index note_by on note (tenant_id);"
                        + " grant select, insert on note to app; revoke delete on note from app; insert into note values (1)",
                IMPATIENT + "alter table customer add column nickname text",
                IMPATIENT + "ALTER TABLE public.attempt ADD hops int NOT NULL DEFAULT 0, add legs text[] default '{}'",
                IMPATIENT + "alter table campaign add fee numeric(14, 4) not null default 0",
                IMPATIENT + "alter table customer alter column external_id drop not null",
                IMPATIENT + "alter table target set (fillfactor = 90)",
                IMPATIENT + "alter table customer alter column city set statistics 100",
                IMPATIENT + "alter table ready drop constraint ready_state_check, add constraint ready_state_check"
                        + " check (state in ('pending', 'deferred', 'waiting_retry', 'suppressed', 'held')) not valid",
                "alter table ready validate constraint ready_state_check",
                "create index concurrently ready_by_phone on ready (tenant_id, phone)",
                "create index attempt_outcome on only attempt (tenant_id, outcome)",
                "create function f(a int) returns int language sql as $$ drop table customer; $$",
                "create or replace view v as select 1; comment on view v is 'drop table customer;'",
                "-- contract: unused since 0.2\ndrop function number_hash(bytea, text)",
                IMPATIENT + "-- What it was for.\n-- contract: unused since 0.2, which asks campaign_slot\n"
                        + "alter table campaign drop column reserved_lines",
            })
    void whatNobodyNoticesIsAllowed(String sql) {
        assertThat(rules().broken(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table customer",
                "drop function number_hash(bytea, text)",
                "drop index customer_phone",
                "drop view call",
                "drop policy tenant_isolation on customer",
                "truncate customer",
                "update customer set city = null",
                "delete from customer",
                "insert into customer select 1",
                "do $$ begin execute 'drop table customer'; end $$",
                "alter function number_hash(bytea, text) rename to hash",
                "alter index customer_phone rename to customer_number",
                "alter view call rename to calls",
                "revoke select on customer from app",
                "create policy more on customer using (false)",
                "create table attempt_x partition of attempt for values from (1) to (2)",
                "create table copied as select * from customer",
                "create index customer_city on customer (tenant_id, city)",
                "create index attempt_outcome on attempt (tenant_id, outcome)",
                "create index concurrently attempt_outcome on attempt (tenant_id, outcome)",
                "create index customer_city on only customer (tenant_id, city)",
                "create unique index concurrently customer_email on customer (tenant_id, email)",
                "create index concurrently a on ready (tenant_id); create index concurrently b on ready (tenant_id)",
                "create trigger t before insert on customer execute function f()",
                "lock table customer",
                "vacuum full customer",
                "alter table customer validate constraint c; select 1",
            })
    void whatRemovesNarrowsOrStopsOthersIsRefused(String sql) {
        assertThat(rules().broken(sql)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename to person",
                "rename column city to town",
                "rename city to town",
                "rename constraint a to b",
                "drop column city",
                "drop city",
                "drop constraint customer_pkey",
                "add column x text, drop column city",
                "alter column city type varchar(10)",
                "alter column city set data type varchar(10)",
                "alter column city set not null",
                "alter column city set default 'x'",
                "alter column created_at drop default",
                "add column x text not null",
                "add x int not null",
                "add column x uuid default gen_random_uuid()",
                "add column x text default lower('X') not null",
                "add column x text check (x <> '')",
                "add column x text unique",
                "add column x uuid references tenant",
                "add column x int generated always as (1) stored",
                "add column x bigserial",
                "add constraint c check (city <> '') not valid",
                "add constraint c check (city <> '')",
                "add check (city <> '')",
                "add unique (tenant_id, email)",
                "add constraint c unique (tenant_id, email)",
                "add constraint c foreign key (tenant_id) references tenant",
                "disable row level security",
                "enable row level security",
                "owner to app",
                "set tablespace x",
                "detach partition y",
            })
    void whatWouldBeDoneToATableThatOthersUseIsRefused(String action) {
        assertThat(rules().broken(IMPATIENT + "alter table customer " + action)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Narrower, of another column, of no words, under another name, and without "not valid".
                "drop constraint ready_state_check, add constraint ready_state_check check (state in ('pending')) not valid",
                "drop constraint ready_state_check, add constraint ready_state_check check (phone <> '') not valid",
                "drop constraint ready_state_check, add constraint ready_state_check check (state in ()) not valid",
                "drop constraint ready_state_check, add constraint other check (state in ('pending')) not valid",
                "drop constraint ready_state_check, add constraint ready_state_check"
                        + " check (state in ('pending', 'deferred', 'waiting_retry', 'suppressed', 'held'))",
                "drop constraint ready_state_check",
            })
    void aCheckMayOnlyBecomeWider(String action) {
        assertThat(rules().broken(IMPATIENT + "alter table ready " + action)).isNotEmpty();
    }

    @Test
    void aCheckIsComparedWithWhatTheMigrationBeforeMadeOfIt() {
        String wider =
                IMPATIENT + "alter table ready drop constraint ready_state_check, add constraint ready_state_check"
                        + " check (state in ('pending', 'deferred', 'waiting_retry', 'suppressed', 'held')) not valid";
        String back = wider.replace(", 'held'", "");
        assertThat(rules().broken(back)).isEmpty();
        assertThat(rules().after(wider).broken(back)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- contract: unused since 0.3\ndrop table customer",
                "-- contract: unused since 1.0\ndrop table customer",
                "-- contract: unused\ndrop table customer",
                "-- unused since 0.2\ndrop table customer",
                "-- contract: unused since 0.2\ncreate table x (a int); drop table customer",
            })
    void whatTheReleaseBeforeMayUseDoesNotGo(String sql) {
        assertThat(rules().broken(sql)).isNotEmpty();
    }

    @Test
    void nobodyWaitsLongForALockAndNobodyHoldsTwo() {
        String add = "alter table customer add column nickname text;";
        assertThat(rules().broken(add)).singleElement().asString().contains("lock_timeout");
        assertThat(rules().broken("set local lock_timeout = '60s'; " + add)).hasSize(1);
        assertThat(rules().broken(add + IMPATIENT)).hasSize(1);
        assertThat(rules().broken("set local lock_timeout to '800ms'; " + add)).isEmpty();
        assertThat(rules().broken(IMPATIENT + add + "alter table ready add column nickname text"))
                .singleElement()
                .asString()
                .contains("[customer, ready]");
    }

    private static MigrationRules rules() {
        return new MigrationRules("0.3.0-SNAPSHOT").after(FIRST);
    }

    private static String version() {
        Matcher version = Pattern.compile("<artifactId>outdial</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(read(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** By number. */
    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(MigrationRulesTest::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        Matcher number =
                Pattern.compile("V(\\d+)__.*").matcher(file.getFileName().toString());
        assertThat(number.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(number.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
