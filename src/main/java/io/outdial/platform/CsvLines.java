package io.outdial.platform;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The physical lines of a text, numbered from 1; those read ahead can be given back. Holds no line beyond its bound. */
final class CsvLines {

    /** The most characters a row may have, however many lines it goes over. */
    static final int MAX_ROW = 1 << 16;

    /**
     * A line.
     *
     * @param text without what ends it; of a line that is too long only its beginning
     * @param end what ends it: empty at the end of the file
     */
    record Line(long no, String text, String end, boolean tooLong) {}

    private final Reader in;
    private final char[] buffer = new char[1 << 14];
    private final Deque<Line> ahead = new ArrayDeque<>();
    private int position;
    private int limit;
    private long no;

    CsvLines(Reader in) {
        this.in = in;
    }

    /** The next line; null at the end. */
    Line next() throws IOException {
        return ahead.isEmpty() ? read() : ahead.pollFirst();
    }

    /** Gives lines back, which will be the next ones in this order. */
    void back(List<Line> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            ahead.addFirst(lines.get(i));
        }
    }

    private Line read() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        no++;
        StringBuilder begun = null;
        boolean tooLong = false;
        while (true) {
            int from = position;
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            int length = position - from;
            boolean ended = position < limit;
            if (ended && begun == null) {
                return new Line(no, new String(buffer, from, length), end(), false);
            }
            begun = begun == null ? new StringBuilder(Math.max(256, length * 2)) : begun;
            int room = Math.min(length, MAX_ROW - begun.length());
            tooLong |= room < length;
            begun.append(buffer, from, room);
            if (ended || !fill()) {
                return new Line(no, begun.toString(), ended ? end() : "", tooLong);
            }
        }
    }

    private String end() throws IOException {
        if (buffer[position++] == '\n') {
            return "\n";
        }
        if (position == limit && !fill()) {
            return "\r";
        }
        if (buffer[position] != '\n') {
            return "\r";
        }
        position++;
        return "\r\n";
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
