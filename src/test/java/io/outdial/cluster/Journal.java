package io.outdial.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the network wrote down: every create request and every end of a call, in their order. */
record Journal(List<Line> lines) {

    /**
     * @param what {@code create} or {@code end}
     * @param answer to a request ({@code accepted}, {@code lost}, {@code repeated} or a refusal), or how a call ended
     */
    record Line(String what, String attempt, String phone, String answer) {

        boolean rings() {
            return what.equals("create") && (answer.equals("accepted") || answer.equals("lost"));
        }
    }

    static Journal read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return new Journal(lines.map(line -> line.split(" "))
                    .filter(words -> words.length == 5)
                    .map(words -> new Line(words[1], words[2], words[3], words[4]))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long ends() {
        return lines.stream().filter(line -> line.what.equals("end")).count();
    }

    /** Attempts for which more than one request arrived. */
    Set<String> createdTwice() {
        Set<String> seen = new HashSet<>();
        return lines.stream()
                .filter(line -> line.what.equals("create") && !seen.add(line.attempt))
                .map(Line::attempt)
                .collect(Collectors.toSet());
    }

    /** How often each number was rung. */
    Map<String, Long> rung() {
        return lines.stream().filter(Line::rings).collect(Collectors.groupingBy(Line::phone, Collectors.counting()));
    }

    /** Calls that were made and of which no end is known. */
    List<String> endless() {
        Set<String> live = new HashSet<>();
        lines.forEach(line -> {
            if (line.rings()) {
                live.add(line.attempt);
            } else if (line.what.equals("end")) {
                live.remove(line.attempt);
            }
        });
        return new ArrayList<>(live);
    }

    /** The most calls that were live at any instant, by what {@code group} makes of the number. */
    Map<String, Integer> mostAtOnce(Function<String, String> group) {
        Map<String, Set<String>> live = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        for (Line line : lines) {
            String key = group.apply(line.phone);
            Set<String> calls = live.computeIfAbsent(key, any -> new HashSet<>());
            if (line.rings()) {
                calls.add(line.attempt);
                most.merge(key, calls.size(), Math::max);
            } else if (line.what.equals("end")) {
                calls.remove(line.attempt);
            }
        }
        return most;
    }
}
