package io.outdial.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.eclipse.microprofile.config.ConfigProvider;

/** Connections to the application's database beside the service's own. */
public final class Databases {

    private Databases() {}

    /** As the owner of the schema, who makes tables. */
    public static Connection asOwner() throws SQLException {
        return as(config("quarkus.flyway.username"), config("quarkus.flyway.password"));
    }

    /** As a superuser, for whom row level security does not hold: the one that the tests' own PostgreSQL is made with. */
    public static Connection asSuperuser() throws SQLException {
        return as("postgres", "postgres");
    }

    /** As the role that the service runs as. */
    public static Connection asService() throws SQLException {
        return as(runtimeRole(), config("quarkus.datasource.password"));
    }

    public static String runtimeRole() {
        return config("quarkus.datasource.username");
    }

    private static Connection as(String user, String password) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", user);
        who.setProperty("password", password);
        return new org.postgresql.Driver().connect(config("quarkus.datasource.jdbc.url"), who);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
