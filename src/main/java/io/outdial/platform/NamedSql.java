package io.outdial.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Statements kept as files under {@code sql/<room>/<name>.sql}, each of which runs in psql as it is. */
public final class NamedSql {

    private NamedSql() {}

    /** @throws IllegalStateException when there is no such statement, which is a defect of the build */
    public static String load(String room, String name) {
        String path = "/sql/" + room + "/" + name + ".sql";
        try (InputStream in = NamedSql.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no statement at " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
