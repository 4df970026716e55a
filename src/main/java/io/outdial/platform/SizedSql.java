package io.outdial.platform;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A statement whose best plan depends on how many rows stand in one table. Connections keep it prepared, once for each power of
 * ten of that number, so that a plan made when there were few is never used when there are many: parsing and planning a long
 * statement takes milliseconds, more than running it for a few rows.
 */
public final class SizedSql {

    private static final int SIZES = 9;

    private final List<String> bySize;

    private SizedSql(List<String> bySize) {
        this.bySize = bySize;
    }

    /** @throws IllegalStateException when there is no such statement, which is a defect of the build */
    public static SizedSql load(String room, String name) {
        String sql = NamedSql.load(room, name);
        return new SizedSql(IntStream.range(0, SIZES)
                .mapToObj(size -> NamedSql.keep(sql + "\n-- over 10^" + size + " rows"))
                .toList());
    }

    /** @param rows how many there are, at least about */
    public String over(long rows) {
        int size = rows < 10 ? 0 : (int) Math.log10(rows);
        return bySize.get(Math.min(size, SIZES - 1));
    }
}
