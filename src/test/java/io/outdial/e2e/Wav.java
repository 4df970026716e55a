package io.outdial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sound as telephones carry it: 8000 samples a second, 16 bits, one channel. */
final class Wav {

    private static final int RATE = 8_000;
    private static final int HEADER = 44;
    private static final double LOUD = 12_000;

    private Wav() {}

    /** Writes a pure tone. */
    static void tone(Path file, int hertz, int seconds) {
        int samples = RATE * seconds;
        ByteBuffer wav = ByteBuffer.allocate(HEADER + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + 2 * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (LOUD * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        try {
            Files.write(file, wav.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How much of a recording is this tone, 0 to 1: the power at the frequency (Goertzel's algorithm) over the whole power.
     * Silence has nothing of any.
     */
    static double share(Path file, int hertz) {
        ByteBuffer wav;
        try {
            wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int samples = (wav.capacity() - HEADER) / 2;
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double last = 0;
        double power = 0;
        for (int i = 0; i < samples; i++) {
            double sample = wav.getShort(HEADER + 2 * i);
            double next = sample + coefficient * last - before;
            before = last;
            last = next;
            power += sample * sample;
        }
        double atTone = last * last + before * before - coefficient * last * before;
        return power == 0 ? 0 : 2 * atTone / (samples * power);
    }
}
