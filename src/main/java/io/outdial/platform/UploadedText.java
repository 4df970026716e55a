package io.outdial.platform;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The characters of an uploaded file. */
public final class UploadedText {

    /** Stands where bytes were no character; a row that holds it is refused. */
    public static final char REPLACEMENT = '\uFFFD';

    private UploadedText() {}

    /** UTF-8, or what the byte order mark says; the mark itself is not part of the text. */
    public static BufferedReader open(InputStream body) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(new AsItComes(body), 1 << 16);
        bytes.mark(4);
        byte[] start = bytes.readNBytes(3);
        bytes.reset();
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (start.length >= 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
            mark = 3;
        } else if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        bytes.skipNBytes(mark);
        return new BufferedReader(
                new InputStreamReader(
                        bytes,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                1 << 16);
    }

    /**
     * Says that nothing more is there yet, so that readers hand on what they have instead of waiting for a full buffer: the
     * server's own stream promises all of the Content-Length, and a cut connection would take with it what had come.
     */
    private static final class AsItComes extends FilterInputStream {

        AsItComes(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
