package io.outdial.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.Page;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A list as a file of any length in constant memory: a page is read when the one before has been taken by the client's
 * connection.
 *
 * @param header names of the columns of CSV
 * @param cells of an item, in the order of the columns; null is an empty cell
 * @param document what a line of NDJSON holds of an item
 */
public record PagedFile<T>(List<String> header, Function<T, List<?>> cells, Function<T, ?> document) {

    /** Items that are read at once. */
    public static final int PAGE = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param value of an item; null is an empty cell */
    public record Column<T>(String name, Function<T, ?> value) {}

    /** A file with these columns, whose lines of NDJSON are the items as the API shows them. */
    public static <T> PagedFile<T> of(List<Column<T>> columns) {
        return new PagedFile<>(
                columns.stream().map(Column::name).toList(),
                item -> columns.stream()
                        .map(column -> column.value().apply(item))
                        .collect(Collectors.toList()), // with nulls
                Function.identity());
    }

    /**
     * Writes all pages. Blocks the calling thread, which is a worker's.
     *
     * @param pages the page that begins at a cursor; null at first
     */
    public void write(FileFormat format, ObjectMapper json, Function<String, Uni<Page<T>>> pages, OutputStream out)
            throws IOException {
        if (format == FileFormat.CSV) {
            out.write(line(header).getBytes(UTF_8));
        }
        String cursor = null;
        do {
            Page<T> page = pages.apply(cursor).await().atMost(PATIENCE);
            StringBuilder text = new StringBuilder(PAGE * 256);
            for (T item : page.items()) {
                text.append(format == FileFormat.CSV ? line(cells.apply(item)) : ndjson(json, document.apply(item)));
            }
            out.write(text.toString().getBytes(UTF_8));
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    private static String line(List<?> cells) {
        return cells.stream()
                        .map(cell -> CsvCell.write(cell == null ? null : cell.toString()))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String ndjson(ObjectMapper json, Object item) {
        try {
            return json.writeValueAsString(item) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
