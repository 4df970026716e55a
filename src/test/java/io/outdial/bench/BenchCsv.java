package io.outdial.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The demo's file as often as wanted, as a stream that holds one row at a time: each row with an external id, a number and
 * a contract of its own, and otherwise the values of the demo, so that counts are multiples of the file's.
 */
final class BenchCsv extends InputStream {

    private static final int EXTERNAL_ID = 0;
    private static final int PHONE = 2;
    private static final int STATUS = 8;
    private static final int CONTRACT = 13;
    /** Country and first digits of the operator; any seven digits after them are a valid number. */
    private static final int PREFIX = 6;

    private final List<String> lines;
    private final int rows;
    private final boolean changed;
    private final Progress progress;
    private byte[] line;
    private int at;
    private int next = -1;

    /** Told before each row. */
    interface Progress {
        void at(int row);
    }

    /**
     * @param rows at most ten million
     * @param changed whether every row says another status than the same row of a file without changes
     */
    BenchCsv(int rows, boolean changed, Progress progress) throws IOException {
        try (InputStream in = BenchCsv.class.getResourceAsStream("/demo/customers-10k.csv")) {
            this.lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        this.rows = rows;
        this.changed = changed;
        this.progress = progress;
        this.line = bytes(lines.get(0));
    }

    @Override
    public int read() {
        return more() ? line[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        int filled = 0;
        while (filled < length && more()) {
            int part = Math.min(length - filled, line.length - at);
            System.arraycopy(line, at, into, from + filled, part);
            at += part;
            filled += part;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean more() {
        while (at == line.length) {
            if (++next >= rows) {
                next = rows;
                return false;
            }
            progress.at(next);
            line = row(next);
            at = 0;
        }
        return true;
    }

    private byte[] row(int n) {
        int copy = n / (lines.size() - 1);
        String[] cells = lines.get(1 + n % (lines.size() - 1)).split(",", -1);
        cells[EXTERNAL_ID] += "-" + copy;
        cells[PHONE] = cells[PHONE].substring(0, PREFIX) + String.format("%07d", n);
        cells[CONTRACT] += cells[CONTRACT].isEmpty() ? "" : "-" + copy;
        cells[STATUS] = changed ? "changed" : cells[STATUS];
        return bytes(String.join(",", Arrays.asList(cells)));
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
