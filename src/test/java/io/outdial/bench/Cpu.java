package io.outdial.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Processor time and memory of processes, from Linux's /proc. */
final class Cpu {

    /** USER_HZ, which is 100 on every Linux that this runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private Cpu() {}

    /** Seconds that the process has used, all threads, without its children. */
    static double seconds(long pid) {
        String[] stat = stat(pid);
        return stat == null ? 0 : (number(stat, 14) + number(stat, 15)) / TICKS_PER_SECOND;
    }

    /** Seconds that the process, its children and those that it has waited for have used. */
    static double secondsWithChildren(long pid) {
        String[] stat = stat(pid);
        double ticks = number(stat, 14) + number(stat, 15) + number(stat, 16) + number(stat, 17);
        double children = 0;
        for (String child :
                read(Path.of("/proc/" + pid + "/task/" + pid + "/children")).split(" ")) {
            if (!child.isBlank()) {
                children += seconds(Long.parseLong(child.trim()));
            }
        }
        return ticks / TICKS_PER_SECOND + children;
    }

    /** Mebibytes in memory now (VmRSS) or at most so far (VmHWM). */
    static long mebibytes(long pid, String field) {
        return read(Path.of("/proc/" + pid + "/status"))
                        .lines()
                        .filter(line -> line.startsWith(field + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    /** Fields of stat from the third on, counted as proc(5) does; the second, the command, may hold anything. */
    private static String[] stat(long pid) {
        String text = read(Path.of("/proc/" + pid + "/stat"));
        return text.isEmpty() ? null : text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    private static long number(String[] stat, int field) {
        return Long.parseLong(stat[field - 3]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException(e);
            }
            return "";
        }
    }
}
