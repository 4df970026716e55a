package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** How entries go into a statement and come out of one, the tenant's and the platform's alike. */
final class DoNotCallRows {

    private DoNotCallRows() {}

    /** Three arrays: numbers, reasons, expiries. */
    static Tuple addDrafts(Tuple values, List<Draft> drafts) {
        return values.addArrayOfString(drafts.stream().map(Draft::phone).toArray(String[]::new))
                .addArrayOfString(drafts.stream().map(Draft::reason).toArray(String[]::new))
                .addArrayOfOffsetDateTime(drafts.stream()
                        .map(draft -> draft.expiresAt() == null ? null : Rows.time(draft.expiresAt()))
                        .toArray(OffsetDateTime[]::new));
    }

    /** How many of the written rows are new, by their column {@code added}. */
    static int added(RowSet<Row> written) {
        int added = 0;
        for (Row row : written) {
            added += row.getBoolean("added") ? 1 : 0;
        }
        return added;
    }

    static List<Entry> entries(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            OffsetDateTime expires = row.getOffsetDateTime("expires_at");
            entries.add(new Entry(
                    row.getString("phone"),
                    row.getString("list"),
                    row.getString("reason"),
                    row.getString("source"),
                    expires == null ? null : expires.toInstant(),
                    row.getString("created_by"),
                    row.getOffsetDateTime("created_at").toInstant()));
        }
        return entries;
    }
}
