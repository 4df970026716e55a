package io.outdial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every table belongs to one room, whose {@code package-info.java} says so after the word "Owns". */
class TableOwnersTest {

    private static final Pattern TABLE =
            Pattern.compile("(?m)^create table (?:if not exists )?(\\w+)\\b(?! partition of)");
    private static final Pattern OWNS = Pattern.compile("\\bOwns (?:the table )?([^.;]*)");
    private static final Pattern NAME = Pattern.compile("\\{@code (\\w+)}");

    @Test
    void everyTableHasOneOwner() throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        for (String table : tables()) {
            owners.put(table, new ArrayList<>());
        }
        assertThat(owners).hasSizeGreaterThan(45);
        claims().forEach((room, owned) -> owned.forEach(
                table -> owners.computeIfAbsent(table, unknown -> new ArrayList<>(List.of("no such table")))
                        .add(room)));
        owners.values().removeIf(rooms -> rooms.size() == 1);
        assertThat(owners)
                .as("tables with no owner, several, or that are not there")
                .isEmpty();
    }

    private static List<String> tables() throws IOException {
        List<String> tables = new ArrayList<>();
        for (Path migration : files("src/main/resources/db/migration", ".sql")) {
            TABLE.matcher(Files.readString(migration)).results().forEach(table -> tables.add(table.group(1)));
        }
        return tables;
    }

    private static Map<String, List<String>> claims() throws IOException {
        Map<String, List<String>> claims = new TreeMap<>();
        for (Path room : files("src/main/java/io/outdial", "package-info.java")) {
            String text = Files.readString(room).replaceAll("\\s*\\n \\*\\s*", " ");
            Matcher owns = OWNS.matcher(text);
            List<String> owned = claims.computeIfAbsent(room.toString(), any -> new ArrayList<>());
            while (owns.find()) {
                NAME.matcher(owns.group(1)).results().forEach(name -> owned.add(name.group(1)));
            }
        }
        return claims;
    }

    private static List<Path> files(String root, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(root))) {
            return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }
}
