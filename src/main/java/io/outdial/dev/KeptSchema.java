package io.outdial.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/**
 * Remembers which first schema the kept database of dev mode was made with. Until the first release that schema is still
 * edited in place, and migrating a database of yesterday's would fail at the checksum: such a database is set aside, not
 * lost, and dev mode starts with an empty one.
 */
final class KeptSchema {

    private static final Logger LOG = Logger.getLogger(KeptSchema.class);
    private static final String FIRST = "db/migration/V1__first_schema.sql";

    private KeptSchema() {}

    /**
     * Sets the data aside when they were made with another first schema.
     *
     * @param data the directory of the database, which need not exist; the note of its schema lies beside it
     */
    static void settle(Path data) throws IOException {
        String today = digest();
        Path note = data.resolveSibling("schema");
        String then = Files.exists(note) ? Files.readString(note).strip() : "";
        if (Files.exists(data) && !then.equals(today)) {
            Path aside = data.resolveSibling(data.getFileName() + "-before");
            delete(aside);
            Files.move(data, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.infof("The schema has changed since %s was made; it is kept as %s and a new one begins", data, aside);
        }
        Files.createDirectories(data.getParent());
        Files.writeString(note, today);
    }

    private static String digest() throws IOException {
        try (InputStream schema = KeptSchema.class.getClassLoader().getResourceAsStream(FIRST)) {
            if (schema == null) {
                throw new IOException(FIRST + " is not on the class path");
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(schema.readAllBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var inside = Files.walk(directory)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
