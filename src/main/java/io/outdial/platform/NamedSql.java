package io.outdial.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements kept as files under {@code sql/<room>/<name>.sql}. Each runs in psql as it is, but for those with a place in braces,
 * into which the condition of an audience is put.
 */
public final class NamedSql {

    private static final Set<String> KEPT = ConcurrentHashMap.newKeySet();

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

    /**
     * The same for a statement that each connection keeps prepared however long it is. For statements whose plan, made when
     * their tables were empty, serves as well when they are full.
     */
    public static String loadKept(String room, String name) {
        return keep(load(room, name));
    }

    static String keep(String sql) {
        KEPT.add(sql);
        return sql;
    }

    /** Whether connections keep the statement prepared whatever its length. */
    static boolean isKept(String sql) {
        return KEPT.contains(sql);
    }
}
