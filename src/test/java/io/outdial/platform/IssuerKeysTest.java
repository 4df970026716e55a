package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.support.SecondLane;
import io.outdial.support.SigningIssuer;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of a tenant's issuer over time: they change, they go, and the issuer is not always well. */
@SecondLane
class IssuerKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final TenantId TENANT = TenantId.next();
    private static final PublicJsonWebKey SECOND = SigningIssuer.stranger("second");

    private static Vertx vertx;

    private final SigningIssuer issuer = new SigningIssuer();
    private final Hand clock = new Hand();
    private final IssuerKeys keys = new IssuerKeys(new OutboundHttp(vertx, new Outbound(this)), clock, settings());
    /** For an answer; short only while a test waits for one that does not come. */
    private volatile Duration timeout = PATIENCE;

    private TrustedIssuer trusted = trusted(URI.create(issuer.url() + "/jwks"));

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    /** How an issuer's keys cannot be had. */
    enum Fault {
        DOWN,
        ERROR,
        SLOW,
        HUGE,
        NOT_JSON,
        NO_KEYS
    }

    @Test
    void keysAreReadOnceAndKept() {
        assertThat(ids("first")).containsExactly("first");
        clock.pass(LIFE.minusSeconds(1));
        ids("first");
        assertThat(issuer.timesRead()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFoundWhenTheFirstTokenNamesIt() {
        ids("first");
        issuer.publish(SECOND);
        clock.pass(INTERVAL.plusSeconds(1));
        assertThat(ids("second")).containsExactly("first", "second");
        assertThat(issuer.timesRead()).isEqualTo(2);
    }

    @Test
    void anUnknownKeyMakesThemReadOnceInAnInterval() {
        ids("first");
        for (int i = 0; i < 20; i++) {
            ids("invented-" + i);
        }
        assertThat(issuer.timesRead()).as("just read").isEqualTo(1);
        clock.pass(INTERVAL.plusSeconds(1));
        List<Uni<List<JsonWebKey>>> flood = Stream.iterate(0, i -> i + 1)
                .limit(50)
                .map(i -> keys.of(trusted, "invented-" + i))
                .toList();
        Uni.join().all(flood).andFailFast().await().atMost(PATIENCE);
        assertThat(issuer.timesRead()).as("an interval later").isEqualTo(2);
    }

    @Test
    void aKeyThatIsWithdrawnIsGoodUntilTheKeysAreReadAgain() {
        issuer.publish(SECOND);
        assertThat(ids("first")).containsExactly("first", "second");
        issuer.publishOnly(SECOND);
        assertThat(ids("first")).contains("first");
        clock.pass(LIFE);
        assertThat(ids("second")).containsExactly("second");
        assertThat(ids("first")).as("a token of the withdrawn key").containsExactly("second");
    }

    @ParameterizedTest
    @EnumSource
    void whileTheyCannotBeReadTheLastOnesAreGoodForADay(Fault fault) throws Exception {
        ids("first");
        try (AutoCloseable end = happen(fault)) {
            clock.pass(LIFE);
            assertThat(ids("first")).containsExactly("first");
            assertThat(ids("unknown")).as("no way to lose them").containsExactly("first");
            clock.pass(DAY);
            assertThatThrownBy(() -> ids("first")).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatWereNeverReadAreAFailureAndAreTriedAgainAfterTheInterval(Fault fault) throws Exception {
        try (AutoCloseable end = happen(fault)) {
            assertThatThrownBy(() -> ids("first")).isInstanceOf(Exception.class);
            int read = issuer.timesRead();
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> ids("first")).isInstanceOf(Exception.class);
            }
            assertThat(issuer.timesRead()).as("not asked again yet").isEqualTo(read);
        }
        well(fault);
        clock.pass(INTERVAL.plusSeconds(1));
        assertThat(ids("first")).containsExactly("first");
    }

    @Test
    void anIssuerThatIsWellAgainIsReadAfterTheInterval() {
        ids("first");
        issuer.answer(500);
        clock.pass(LIFE);
        ids("first");
        issuer.answer(200);
        issuer.publishOnly(SECOND);
        assertThat(ids("first")).as("not asked yet").containsExactly("first");
        clock.pass(INTERVAL.plusSeconds(1));
        assertThat(ids("second")).containsExactly("second");
    }

    @Test
    void anIssuerThatIsDownIsAskedOnceInAnInterval() {
        ids("first");
        issuer.answer(503);
        clock.pass(LIFE);
        for (int minute = 0; minute < 5; minute++) {
            for (int i = 0; i < 20; i++) {
                ids(i % 2 == 0 ? "first" : "invented");
            }
            clock.pass(INTERVAL.plusSeconds(1));
        }
        assertThat(issuer.timesRead()).isLessThanOrEqualTo(1 + 5);
    }

    @Test
    void anotherAddressOfKeysForgetsTheOldKeysAtOnce() {
        ids("first");
        try (SigningIssuer other = new SigningIssuer()) {
            other.publishOnly(SECOND);
            trusted = trusted(URI.create(other.url() + "/jwks"));
            assertThat(ids(null)).containsExactly("second");
        }
    }

    @Test
    void aTenantsKeysAreNoOthers() {
        ids("first");
        try (SigningIssuer other = new SigningIssuer()) {
            other.publishOnly(SECOND);
            trusted = new TrustedIssuer(
                    TenantId.next(), "b", other.url(), "outdial", URI.create(other.url() + "/jwks"), Set.of("RS256"));
            assertThat(ids(null)).containsExactly("second");
        }
    }

    /** Until the answer is closed. */
    private AutoCloseable happen(Fault fault) throws IOException {
        switch (fault) {
            case ERROR -> issuer.answer(500);
            case HUGE ->
                issuer.answerKeys(issuer.jwks()
                        .put("padding", "x".repeat(2_000_000))
                        .encode()
                        .getBytes(StandardCharsets.UTF_8));
            case NOT_JSON -> issuer.answerKeys("<html>".getBytes(StandardCharsets.UTF_8));
            case NO_KEYS -> issuer.answerKeys("{\"keys\":[]}".getBytes(StandardCharsets.UTF_8));
            default -> {
                // Somebody who takes connections and says nothing, or nobody at all, at the same address.
                int port = URI.create(issuer.url()).getPort();
                issuer.close();
                if (fault == Fault.DOWN) {
                    return () -> {};
                }
                ServerSocket silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                timeout = Duration.ofSeconds(1);
                return () -> {
                    timeout = PATIENCE;
                    silent.close();
                };
            }
        }
        return () -> {};
    }

    private void well(Fault fault) {
        issuer.answer(200);
        issuer.answerKeys(null);
        if (fault == Fault.DOWN || fault == Fault.SLOW) {
            issuer.open();
        }
    }

    private List<String> ids(String keyId) {
        return keys.of(trusted, keyId).await().atMost(PATIENCE).stream()
                .map(JsonWebKey::getKeyId)
                .toList();
    }

    private static TrustedIssuer trusted(URI keys) {
        return new TrustedIssuer(TENANT, "a", "https://issuer.example", "outdial", keys, Set.of("RS256"));
    }

    private record Outbound(IssuerKeysTest test) implements OutboundSettings {

        @Override
        public boolean allowPrivateAddresses() {
            return true;
        }

        @Override
        public Duration connectTimeout() {
            return PATIENCE;
        }

        @Override
        public Duration timeout() {
            return test.timeout;
        }

        @Override
        public MemorySize maxAnswerSize() {
            return new MemorySize(BigInteger.valueOf(1_000_000));
        }

        @Override
        public int maxConnectionsPerAddress() {
            return 32;
        }
    }

    private static SecuritySettings settings() {
        return new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class)
                .withDefaultValue("outdial.security.tenant-claim", "tenant_id")
                .withDefaultValue("outdial.security.scope-claim", "scope")
                .withDefaultValue("outdial.security.roles-claim", "groups")
                .withDefaultValue("outdial.security.tenant-issuers.keys-life", LIFE.toString())
                .withDefaultValue("outdial.security.tenant-issuers.refresh-interval", INTERVAL.toString())
                .build()
                .getConfigMapping(SecuritySettings.class);
    }

    /** A clock that goes when a test says so. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
