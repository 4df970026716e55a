package io.outdial;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every statement that is kept in a file can be prepared by the runtime role against the migrated schema. */
@QuarkusTest
class NamedSqlTest {

    private static final Path STATEMENTS = Path.of("src/main/resources/sql");

    /** What stands in the place of parts that are compiled. */
    private static final Map<String, String> PARTS = Map.ofEntries(
            entry("{ids}", "select customer_id from customer where tenant_id = $1"),
            entry("{absent}", "0::bigint"),
            entry("{now}", "$2"),
            entry("{lists}", "$3"),
            entry("{consent}", "$4"),
            entry("{purpose}", "$5"),
            entry("{since}", "$6"),
            entry("{often}", "count(*) > 1"),
            entry("{spaced}", "false"),
            entry(":campaign", "$2"),
            entry(":now", "$3"),
            entry(":lists", "$4"),
            entry(":consent", "$5"),
            entry(":purpose", "$6"));

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String role;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void everyStatementCanBePrepared() throws IOException, SQLException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(STATEMENTS)) {
            files = walk.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(30);
        Map<Path, String> refused = new LinkedHashMap<>();
        Properties login = new Properties();
        login.setProperty("user", role);
        login.setProperty("password", password);
        try (Connection connection = new org.postgresql.Driver().connect(url, login);
                Statement statement = connection.createStatement()) {
            for (Path file : files) {
                try {
                    statement.execute("prepare p as " + rendered(Files.readString(file)));
                    statement.execute("deallocate p");
                } catch (SQLException e) {
                    refused.put(file, e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    private static String rendered(String sql) {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            sql = sql.replace(part.getKey(), part.getValue());
        }
        return sql;
    }
}
