package io.outdial.dialer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the simulated network wrote down, in its order: who was called, and when each call was over. */
record CallJournal(List<Line> lines) {

    /** @param what {@code create} or {@code end} */
    record Line(String what, String attempt, String phone) {}

    /** The lines about these attempts. */
    static CallJournal of(Predicate<String> attempts) {
        Path file = Path.of(ConfigProvider.getConfig().getValue("outdial.telephony.simulator.journal", String.class));
        try {
            return new CallJournal(Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length == 5 && attempts.test(words[2]))
                    .map(words -> new Line(words[1], words[2], words[3]))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> created() {
        return lines.stream()
                .filter(line -> line.what.equals("create"))
                .map(Line::attempt)
                .toList();
    }

    /** The most calls that were live at once, by what {@code group} makes of each. */
    Map<String, Integer> mostAtOnce(Function<Line, String> group) {
        Map<String, Set<String>> live = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        for (Line line : lines) {
            Set<String> calls = live.computeIfAbsent(group.apply(line), any -> new HashSet<>());
            if (line.what.equals("create")) {
                calls.add(line.attempt);
                most.merge(group.apply(line), calls.size(), Math::max);
            } else {
                calls.remove(line.attempt);
            }
        }
        return most;
    }
}
