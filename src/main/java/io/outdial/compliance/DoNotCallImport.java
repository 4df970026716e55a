package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.kernel.TimeBounds;
import io.outdial.platform.CsvRecords;
import io.outdial.platform.CsvRecords.Found;
import io.outdial.platform.Problem;
import io.outdial.platform.Storable;
import io.outdial.platform.UploadedText;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads lists of any length in batches, each its own transaction: a repeated import mends one that was cut off. */
public final class DoNotCallImport {

    private static final int BATCH = 2_000;
    private static final int MAX_ERRORS = 1_000;
    private static final int MAX_REASON = 500;
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(60);

    private DoNotCallImport() {}

    /**
     * Blocks the calling thread, which is a worker's, until the whole body is written.
     *
     * @param contentType CSV with a header when it says so; otherwise a number, or area and number, a line
     * @param writer writes one batch, distinct and sorted by number, over what is there; answers how many were new
     */
    static Answer run(InputStream body, String contentType, Function<List<Draft>, Uni<Integer>> writer) {
        boolean csv = contentType != null
                && MediaType.valueOf(contentType).getSubtype().equalsIgnoreCase("csv");
        Run run = new Run(writer);
        try {
            CsvRecords records =
                    new CsvRecords(UploadedText.open(body == null ? InputStream.nullInputStream() : body), ',');
            if (csv) {
                run.rows(records);
            } else {
                run.lines(records);
            }
            run.flush();
        } catch (IOException e) {
            throw Problem.invalid("", "cut_off", "The list ended early, after line " + run.line + ".");
        }
        return new Answer(run.received, run.accepted, run.updated, run.rejected, 0, run.errors);
    }

    private static final class Run {
        private final Function<List<Draft>, Uni<Integer>> writer;
        private final TreeMap<String, Draft> batch = new TreeMap<>();
        private final List<LineError> errors = new ArrayList<>();
        private long line;
        private long received;
        private long accepted;
        private long updated;
        private long rejected;

        Run(Function<List<Draft>, Uni<Integer>> writer) {
            this.writer = writer;
        }

        void lines(CsvRecords records) throws IOException {
            records.expectLines();
            for (Found record; (record = records.next()) != null; ) {
                if (begin(record)) {
                    plain(record.cells());
                }
            }
        }

        /** An open quote takes no number with it: a line that could be an entry of its own is read as one. */
        void rows(CsvRecords records) throws IOException {
            Found header = records.next();
            if (header == null) {
                return;
            }
            Columns columns = Columns.of(header);
            int width = header.cells().size();
            if (width == 1) {
                records.expectLines();
            } else {
                records.expect(width, cells -> Phones.e164(columns.get(cells, columns.phone))
                        .isPresent());
            }
            for (Found record; (record = records.next()) != null; ) {
                if (begin(record)) {
                    row(record.cells(), columns);
                }
            }
        }

        private void plain(List<String> cells) {
            Optional<String> phone = Optional.empty();
            if (cells.size() == 1) {
                phone = Phones.e164(cells.get(0));
            } else if (cells.size() == 2) {
                phone = Phones.ofUsRegistry(cells.get(0), cells.get(1));
            }
            phone.ifPresentOrElse(
                    found -> take(new Draft(found, null, null)),
                    () -> reject(null, "invalid_phone", "A line is one number such as +966551234567, or area,number."));
        }

        private void row(List<String> cells, Columns columns) {
            Optional<String> phone = Phones.e164(columns.get(cells, columns.phone));
            String reason = columns.get(cells, columns.reason);
            if (phone.isEmpty()) {
                reject("phone", "invalid_phone", "The number is not in international form such as +966551234567.");
            } else if (reason.length() > MAX_REASON || !Storable.is(reason)) {
                reject("reason", "invalid_reason", "The reason is too long or holds a zero character.");
            } else {
                try {
                    Instant expires = expiry(columns.get(cells, columns.expires));
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
            int added = writer.apply(drafts).await().atMost(BATCH_TIMEOUT);
            accepted += added;
            updated += drafts.size() - added;
            batch.clear();
        }

        /** Counts a record; false when it cannot be read. */
        private boolean begin(Found record) {
            line = record.line();
            received++;
            if (record.code() != null) {
                reject(null, record.code(), record.detail());
            }
            return record.code() == null;
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
        Instant expiry = text.length() == 10
                ? end(LocalDate.parse(text))
                : OffsetDateTime.parse(text).toInstant();
        if (!TimeBounds.hold(expiry)) {
            throw new DateTimeParseException(TimeBounds.REFUSAL, text, 0);
        }
        return expiry;
    }

    /** The last day that is taken, which files say for never, ends with its last moment. */
    private static Instant end(LocalDate day) {
        return day.equals(LocalDate.ofInstant(TimeBounds.LAST, ZoneOffset.UTC))
                ? TimeBounds.LAST
                : day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private record Columns(int phone, int reason, int expires) {

        static Columns of(Found header) {
            List<String> names = header.cells().stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (!names.contains("phone")) {
                throw Problem.invalid("", "no_phone_column", "The first line names the columns; phone is needed.");
            }
            return new Columns(names.indexOf("phone"), names.indexOf("reason"), names.indexOf("expires"));
        }

        String get(List<String> cells, int index) {
            return index < 0 || index >= cells.size() ? "" : cells.get(index).strip();
        }
    }

    /**
     * What became of the lines.
     *
     * @param removed entries that the file no longer has, when it replaced the list
     * @param errors the first thousand lines that were not taken
     */
    @Schema(name = "DoNotCallImport")
    public record Answer(
            long received, long accepted, long updated, long rejected, long removed, List<LineError> errors) {

        Answer withRemoved(long entries) {
            return new Answer(received, accepted, updated, rejected, entries, errors);
        }
    }

    /** One line that was not taken, counted from 1. */
    @Schema(name = "DoNotCallImportError")
    public record LineError(long line, String column, String code, String detail) {}
}
