package io.outdial.customer;

import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A compressed file, decompressed as it is read, so that no size of it is ever in memory. One that grows beyond what rows of
 * customers can is not read to its end: a few megabytes of zeros would otherwise keep a thread busy for hours. The head is read only
 * when the import reads, so that a bad one is a problem of the import's.
 */
final class BoundedGzip extends InputStream {

    /** Rows that differ in nothing but a number still take more than a hundredth of their size. */
    static final int MOST_TIMES = 200;

    /** A short file may be of one and the same row. */
    static final long ANYWAY_BYTES = 16L << 20;

    private final Counted compressed;
    private InputStream plain;
    private long read;

    BoundedGzip(InputStream compressed) {
        this.compressed = new Counted(compressed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws Problem 413 when the file is larger than any of its compressed size should be */
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (plain == null) {
            plain = new GZIPInputStream(compressed, 1 << 16);
        }
        int some = plain.read(into, from, length);
        read += Math.max(0, some);
        if (read > ANYWAY_BYTES && read > MOST_TIMES * compressed.bytes) {
            throw new Problem(
                    ProblemType.BODY_TOO_LARGE,
                    "The file is more than " + MOST_TIMES + " times as large as it is compressed; send it as it is.");
        }
        return some;
    }

    private static final class Counted extends FilterInputStream {

        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
