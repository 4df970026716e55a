package io.outdial.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program of somebody else's, running in a folder of its own below {@code target/e2e/}. */
final class Peer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path ROOT = Path.of("target", "e2e").toAbsolutePath();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path folder;
    private Process process;

    /** @param name what the folder is called; two peers of one name have two folders */
    Peer(String name) {
        folder = ROOT.resolve(String.format(
                Locale.ROOT, "%s-%d-%d", name, ProcessHandle.current().pid(), NUMBER.incrementAndGet()));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in a file by now; empty when there is none yet. */
    String read(String name) {
        try {
            return Files.exists(file(name))
                    ? new String(Files.readAllBytes(file(name)), StandardCharsets.ISO_8859_1)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it; what it prints goes to {@code output.log}.
     *
     * @param debian the package that brings the program
     */
    void start(String debian, List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(file("output.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    command.get(0) + " cannot be started: install " + debian + " (apt-get install " + debian + ")", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Waits until it is ready, or says where it wrote why it ended. */
    void ready(Callable<Boolean> isReady) {
        ready(PATIENCE, isReady);
    }

    void ready(Duration patience, Callable<Boolean> isReady) {
        await("ready, see " + file("output.log"))
                .atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "it ended with " + process.exitValue() + ", see " + file("output.log"));
                    }
                    return isReady.call();
                });
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself and answers its exit status. */
    int ended(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it has not ended after " + patience + ", see " + file("output.log"));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            children.forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
