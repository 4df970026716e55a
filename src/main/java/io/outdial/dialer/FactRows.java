package io.outdial.dialer;

import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.WeeklyWindow;
import io.outdial.kernel.PreferredTimes;
import io.outdial.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a decision has to know, out of a row that has it in columns. */
final class FactRows {

    private FactRows() {}

    /**
     * @param exists whether there is the customer
     * @param inUse whether a live attempt, or one about to be written, calls the number
     */
    static Facts of(Row row, boolean exists, boolean inUse, List<ZoneId> zones) {
        String[] lists = row.getArrayOfStrings("lists");
        OffsetDateTime[] calls = row.getArrayOfOffsetDateTimes("calls");
        String preferred = row.getString("preferred_times");
        return new Facts(
                exists,
                !Boolean.TRUE.equals(row.getBoolean("number_invalid")),
                lists.length == 0 ? Set.of() : Set.of(lists),
                row.getBoolean("on_platform_list") || row.getBoolean("erased"),
                inUse,
                consentUntil(row),
                zones,
                preferred == null ? List.of() : WeeklyWindow.of(PreferredTimes.parse(preferred)),
                calls == null
                        ? List.of()
                        : Stream.of(calls).map(OffsetDateTime::toInstant).toList());
    }

    private static Instant consentUntil(Row row) {
        if (Boolean.TRUE.equals(row.getBoolean("consent_endless"))) {
            return Instant.MAX;
        }
        return Rows.instant(row, "consent_until");
    }
}
