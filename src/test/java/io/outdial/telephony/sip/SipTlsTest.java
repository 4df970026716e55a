package io.outdial.telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trunks over TLS: a certificate must name the host that the settings name. */
class SipTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "changeit";
    private static final TenantId TENANT = TenantId.next();

    @TempDir
    static Path directory;

    private static SipBench bench;
    private static ServerSocketFactory sockets;

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("localhost.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "trunk",
                "-keyalg",
                "EC",
                "-dname",
                "CN=trunk",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        sockets = context.getServerSocketFactory();
        bench = new SipBench(
                "telephony.sip.tls.trust-store=" + store, "telephony.sip.tls.trust-store-password=" + PASSWORD);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private TelephonyGateway open(String host, SipPeer trunk, SipPeer agent) {
        return open(host, trunk.port(), agent.port());
    }

    private TelephonyGateway open(String host, int trunk, int agent) {
        AdapterHarness harness = new AdapterHarness(TENANT, events::add, Map.of());
        return harness.open(
                bench.adapter(harness),
                new JsonObject()
                        .put("host", host)
                        .put("port", trunk)
                        .put("transport", "tls")
                        .put("pings", false)
                        .put("agent", "sip:noura@localhost:" + agent + ";transport=tls"));
    }

    private String place(TelephonyGateway gateway) {
        return gateway.place(TelephonyGatewayContract.request(TENANT, AttemptId.next(), "+966501234567"))
                .map(placed -> placed.getClass().getSimpleName())
                .onFailure()
                .recoverWithItem(failure -> failure.getClass().getSimpleName())
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void aTrunkWithTheNameOfItsCertificateIsCalled() {
        try (SipPeer trunk = new SipPeer("tls", sockets);
                SipPeer agent = new SipPeer("tls", sockets)) {
            assertThat(place(open("localhost", trunk, agent))).isEqualTo("Accepted");
            await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
            assertThat(trunk.requests("INVITE").get(0).getRequestURI().toString())
                    .contains("transport=tls");
            trunk.ask("BYE", trunk.invites.values().iterator().next(), null);
            await().atMost(PATIENCE).until(() -> events.size() == 3);
            assertThat(((CallEvent.Ended) events.get(2)).outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            await().atMost(PATIENCE).until(() -> agent.requests("BYE").size() == 1);
        }
    }

    @Test
    void aTrunkWithAnotherNameIsNot() {
        try (SipPeer trunk = new SipPeer("tls", sockets);
                SipPeer agent = new SipPeer("tls", sockets)) {
            assertThat(place(open("127.0.0.1", trunk, agent))).isEqualTo("NotSent");
            assertThat(trunk.journal).isEmpty();
        }
    }

    /** Anybody may let a name of theirs lead to a trunk of others. */
    @Test
    void whoNamesItWronglyKeepsNobodyElseFromATrunk() {
        try (SipPeer trunk = new SipPeer("tls", sockets);
                SipPeer agent = new SipPeer("tls", sockets)) {
            assertThat(place(open("127.0.0.1", trunk, agent))).isEqualTo("NotSent");
            assertThat(place(open("localhost", trunk, agent))).isEqualTo("Accepted");
            trunk.invites.values().forEach(invite -> trunk.ask("BYE", invite, null));
        }
    }

    /** Each byte would begin a timeout of reading anew. */
    @Test
    void aTrunkThatNeverEndsItsHandshakeHoldsNobody() throws IOException {
        byte[] begun = {22, 3, 3, 64, 0}; // a record of 16 KiB
        ScheduledExecutorService slowly = Executors.newSingleThreadScheduledExecutor();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            slowly.execute(() -> drip(server, begun, slowly));
            TelephonyGateway gateway = open("localhost", server.getLocalPort(), 5061);
            assertThat(place(gateway)).isEqualTo("NotSent");
        } finally {
            slowly.shutdownNow();
        }
    }

    private static void drip(ServerSocket server, byte[] begun, ScheduledExecutorService slowly) {
        try {
            OutputStream out = server.accept().getOutputStream();
            out.write(begun);
            slowly.scheduleAtFixedRate(() -> write(out), 500, 500, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out) {
        try {
            out.write(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aConnectionThatIsUpIsNotUsedUnderAnotherName() {
        try (SipPeer trunk = new SipPeer("tls", sockets);
                SipPeer agent = new SipPeer("tls", sockets)) {
            assertThat(place(open("localhost", trunk, agent))).isEqualTo("Accepted");
            assertThat(place(open("127.0.0.1", trunk, agent))).isEqualTo("NotSent");
            assertThat(trunk.invites).hasSize(1);
            trunk.invites.values().forEach(invite -> trunk.ask("BYE", invite, null));
        }
    }
}
