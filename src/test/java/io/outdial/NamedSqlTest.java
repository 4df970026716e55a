package io.outdial;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.NamedStatements;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every statement that is kept in a file can be prepared by the runtime role against the migrated schema. */
@QuarkusTest
class NamedSqlTest {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String role;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void everyStatementCanBePrepared() throws SQLException {
        Map<String, String> statements = NamedStatements.all();
        assertThat(statements).hasSizeGreaterThan(30);
        Map<String, String> refused = new LinkedHashMap<>();
        Properties login = new Properties();
        login.setProperty("user", role);
        login.setProperty("password", password);
        try (Connection connection = new org.postgresql.Driver().connect(url, login);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> each : statements.entrySet()) {
                try {
                    statement.execute("prepare p as " + each.getValue());
                    statement.execute("deallocate p");
                } catch (SQLException e) {
                    refused.put(each.getKey(), e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
    }
}
