package io.outdial.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TimeZones;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The service and its reports cut days by the same clock. */
@QuarkusTest
class TimeZonesTest {

    @Test
    void theDatabaseKnowsEveryNameAndReadsItAsTheServiceDoes() throws Exception {
        List<String> different = new ArrayList<>();
        try (Connection owner = Databases.asOwner();
                PreparedStatement statement = owner.prepareStatement("""
                        select n.name, extract(epoch from (i.at at time zone n.name) - (i.at at time zone 'UTC'))::int, i.at
                        from unnest(?::text[]) n (name)
                        join pg_timezone_names k on k.name = n.name
                        cross join unnest('{2026-01-15T12:00Z, 2026-07-15T12:00Z}'::timestamptz[]) i (at)""")) {
            Set<String> unknown = new TreeSet<>(TimeZones.names());
            statement.setArray(1, owner.createArrayOf("text", TimeZones.names().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    Instant at = row.getTimestamp(3).toInstant();
                    unknown.remove(name);
                    if (ZoneId.of(name).getRules().getOffset(at).getTotalSeconds() != row.getInt(2)) {
                        different.add(name + " at " + at);
                    }
                }
            }
            assertThat(unknown).as("names that the database does not know").isEmpty();
        }
        assertThat(different).isEmpty();
    }

    @Test
    void anOffsetIsNoName() {
        assertThat(TimeZones.isName("+03:00")).isFalse();
        assertThat(TimeZones.isName("UTC+3")).isFalse();
        assertThat(TimeZones.isName("SystemV/EST5")).isFalse();
        assertThat(TimeZones.isName("asia/riyadh")).isFalse();
        assertThat(TimeZones.isName("Asia/Riyadh")).isTrue();
    }
}
