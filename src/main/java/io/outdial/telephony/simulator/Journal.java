package io.outdial.telephony.simulator;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The file that says what was called. Lines are written by a thread of its own, as many at a time as are waiting, and
 * handed to the operating system before their writer is told: they outlive the process.
 */
final class Journal implements AutoCloseable {

    private static final int MAX_WAITING = 500_000;
    private static final int MAX_BATCH = 1_000;
    private static final Line STOP = new Line("", new CompletableFuture<>(), true);

    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final FileChannel file;
    private final Thread writer;

    /** @param last whether the file is closed after it */
    private record Line(String text, CompletableFuture<Void> written, boolean last) {}

    /** @throws UncheckedIOException when the file cannot be appended to */
    Journal(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("outdial.telephony.simulator.journal: cannot write to " + path, e);
        }
        writer = new Thread(this::write, "simulator-journal");
        writer.setDaemon(true);
        writer.start();
    }

    /** Adds a line; the answer comes when it is flushed, and fails when it could not be written. */
    Uni<Void> add(String line) {
        var entry = new Line(line + '\n', new CompletableFuture<>(), false);
        if (!waiting.offer(entry)) {
            entry.written.completeExceptionally(new IOException("the simulator's journal is too slow"));
        }
        return Uni.createFrom().completionStage(entry.written);
    }

    private void write() {
        List<Line> batch = new ArrayList<>();
        boolean stopped = false;
        while (!stopped) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                return;
            }
            waiting.drainTo(batch, MAX_BATCH);
            stopped = batch.removeIf(Line::last);
            flush(batch);
        }
    }

    private void flush(List<Line> batch) {
        var text = new StringBuilder();
        batch.forEach(line -> text.append(line.text));
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            batch.forEach(line -> line.written.complete(null));
        } catch (IOException e) {
            batch.forEach(line -> line.written.completeExceptionally(e));
        }
    }

    /** Writes what is waiting, then closes the file. */
    @Override
    public void close() {
        try {
            waiting.put(STOP);
            writer.join(5_000);
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
