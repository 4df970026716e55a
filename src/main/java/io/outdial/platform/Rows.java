package io.outdial.platform;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Instants out of rows and into statements. */
public final class Rows {

    private Rows() {}

    /** The instant in this column; null when it is null. */
    public static Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    /** The instant as a parameter; null stays null. */
    public static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /** Rows that all statements of a batch wrote. */
    public static int counted(RowSet<Row> batch) {
        int written = 0;
        for (RowSet<Row> each = batch; each != null; each = each.next()) {
            written += each.rowCount();
        }
        return written;
    }
}
