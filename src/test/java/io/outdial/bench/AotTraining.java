package io.outdial.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Makes the ahead-of-time cache that the JVM image starts with ({@code ./mvnw -Paot verify}): the packaged service starts on a
 * real database, answers requests and dials a small campaign while the virtual machine notes which classes it loads and which
 * methods it calls most; at its end it writes them down (JEP 483, 514 and 515, from JDK 25 on).
 */
class AotTraining {

    private static final int TARGETS = 5_000;

    @Test
    void theServiceStartsAndDials() throws Exception {
        assertThat(Runtime.version().feature())
                .as("the version of Java, which writes such caches from 25 on")
                .isGreaterThanOrEqualTo(25);
        Path cache = Service.CACHE.toAbsolutePath();
        Files.deleteIfExists(cache);
        try (Database database = new Database();
                Issuer issuer = new Issuer();
                Service service = Service.start("aot-training", database, issuer, "-XX:AOTCacheOutput=" + cache)) {
            World world = new World(database, issuer, service);
            World.Tenant tenant = world.tenant(TARGETS, 1, true);
            world.begin(List.of(tenant));
            await().atMost(Duration.ofMinutes(5)).until(() -> world.dials(List.of(tenant)) == TARGETS);
            service.metrics();
            service.stop(Duration.ofMinutes(5));
        }
        assertThat(cache).isNotEmptyFile();
    }
}
