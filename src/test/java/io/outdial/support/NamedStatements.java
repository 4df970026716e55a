package io.outdial.support;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The statements that are kept in files, as the database can prepare them. */
public final class NamedStatements {

    private static final Path STATEMENTS = Path.of("src/main/resources/sql");

    /** What stands in the place of parts that are compiled. */
    private static final Map<String, String> PARTS = Map.ofEntries(
            entry("{ids}", "select customer_id from customer where tenant_id = $1"),
            entry("{absent}", "0::bigint"),
            entry("{now}", "$2"),
            entry("{lists}", "$3"),
            entry("{standard}", "$4"),
            entry("{purpose}", "$5"),
            entry("{since}", "$6"),
            entry("{often}", "count(*) > 1"),
            entry("{spaced}", "false"),
            entry(":campaign", "$2"),
            entry(":now", "$3"),
            entry(":lists", "$4"),
            entry(":standard", "$5"),
            entry(":purpose", "$6"));

    private NamedStatements() {}

    /** By room and name, such as {@code dialer/pick}. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(STATEMENTS)) {
            List<Path> files = walk.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            for (Path file : files) {
                String name = STATEMENTS.relativize(file).toString().replace(".sql", "");
                all.put(name, rendered(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String rendered(String sql) {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            sql = sql.replace(part.getKey(), part.getValue());
        }
        return sql;
    }
}
