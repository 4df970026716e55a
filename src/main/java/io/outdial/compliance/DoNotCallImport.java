package io.outdial.compliance;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Reads lists of any length in batches, each its own transaction: a repeated import mends one that was cut off. */
@ApplicationScoped
public class DoNotCallImport {

    private static final int BATCH = 2_000;
    private static final int MAX_ERRORS = 1_000;
    private static final int MAX_RECORD_CHARS = 16_384;
    private static final int MAX_REASON = 500;
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(60);

    private final TenantDb db;
    private final DoNotCallStore store;

    DoNotCallImport(TenantDb db, DoNotCallStore store) {
        this.db = db;
        this.store = store;
    }

    /** Blocks the calling thread, which is a worker's, until the whole body is written. */
    Answer run(TenantId tenant, InputStream body, boolean csv, String list, String actor, Instant now) {
        Run run = new Run(tenant, list, actor, now);
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .detectBomHeader(true)
                .maxBufferSize(MAX_RECORD_CHARS)
                .ofCsvRecord(body, StandardCharsets.UTF_8)) {
            Columns columns = null;
            for (CsvRecord line : records) {
                if (!csv) {
                    run.plain(line);
                } else if (columns == null) {
                    columns = Columns.of(line);
                } else {
                    run.row(line, columns);
                }
            }
            run.flush();
        } catch (CsvParseException e) {
            throw Problem.invalid("", "malformed_csv", "The list cannot be read after line " + run.line + ".");
        } catch (IOException e) {
            throw Problem.invalid("", "cut_off", "The list ended early, after line " + run.line + ".");
        }
        return new Answer(run.received, run.accepted, run.updated, run.rejected, run.errors);
    }

    private final class Run {
        private final TenantId tenant;
        private final String list;
        private final String actor;
        private final Instant now;
        private final TreeMap<String, Draft> batch = new TreeMap<>();
        private final List<LineError> errors = new ArrayList<>();
        private long line;
        private long received;
        private long accepted;
        private long updated;
        private long rejected;

        Run(TenantId tenant, String list, String actor, Instant now) {
            this.tenant = tenant;
            this.list = list;
            this.actor = actor;
            this.now = now;
        }

        void plain(CsvRecord record) {
            begin(record);
            Optional<String> phone = Optional.empty();
            if (record.getFieldCount() == 1) {
                phone = Phones.e164(record.getField(0));
            } else if (record.getFieldCount() == 2) {
                phone = Phones.ofUsRegistry(record.getField(0), record.getField(1));
            }
            phone.ifPresentOrElse(
                    found -> take(new Draft(found, null, null)),
                    () -> reject(null, "invalid_phone", "A line is one number such as +966551234567, or area,number."));
        }

        void row(CsvRecord record, Columns columns) {
            begin(record);
            Optional<String> phone = Phones.e164(columns.get(record, columns.phone));
            String reason = columns.get(record, columns.reason);
            if (phone.isEmpty()) {
                reject("phone", "invalid_phone", "The number is not in international form such as +966551234567.");
            } else if (reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
                reject("reason", "invalid_reason", "The reason is too long or holds a zero character.");
            } else {
                try {
                    Instant expires = expiry(columns.get(record, columns.expires));
                    take(new Draft(phone.get(), reason.isEmpty() ? null : reason, expires));
                } catch (DateTimeParseException e) {
                    reject("expires", "invalid_date", "The expiry is no date such as 2027-01-31 nor an instant.");
                }
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            List<Draft> drafts = List.copyOf(batch.values());
            int added = db.inTenant(tenant, c -> store.upsert(c, tenant, list, "import", actor, now, drafts))
                    .await()
                    .atMost(BATCH_TIMEOUT);
            accepted += added;
            updated += drafts.size() - added;
            batch.clear();
        }

        private void begin(CsvRecord record) {
            line = record.getStartingLineNumber();
            received++;
        }

        private void take(Draft draft) {
            if (batch.put(draft.phone(), draft) != null) {
                updated++; // the later line of the same file holds
            }
            if (batch.size() >= BATCH) {
                flush();
            }
        }

        private void reject(String column, String code, String detail) {
            rejected++;
            if (errors.size() < MAX_ERRORS) {
                errors.add(new LineError(line, column, code, detail));
            }
        }
    }

    /** A day without a time ends the entry when that day ends, in UTC. */
    private static Instant expiry(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() == 10) {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    private record Columns(int phone, int reason, int expires) {

        static Columns of(CsvRecord header) {
            List<String> names = header.getFields().stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (!names.contains("phone")) {
                throw Problem.invalid("", "no_phone_column", "The first line names the columns; phone is needed.");
            }
            return new Columns(names.indexOf("phone"), names.indexOf("reason"), names.indexOf("expires"));
        }

        String get(CsvRecord record, int index) {
            return index < 0 || index >= record.getFieldCount()
                    ? ""
                    : record.getField(index).strip();
        }
    }

    /** @param errors the first thousand lines that were not taken */
    public record Answer(long received, long accepted, long updated, long rejected, List<LineError> errors) {}

    /** One line that was not taken, counted from 1. */
    public record LineError(long line, String column, String code, String detail) {}
}
