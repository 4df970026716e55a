package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.outdial.telephony.AdapterHarness;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What names and addresses may not be made to do, whoever gives them. */
class SsrfTest {

    /**
     * Public by the registries, and nobody's: AS112 answers nothing there (RFC 7535). Only this test's time would tell if a
     * connection to it came about.
     */
    private static final String PUBLIC = "192.31.196.1";

    private static Response send(OutboundHttp http, String url) {
        return http.send(new Request(TenantId.next(), HttpMethod.POST, URI.create(url), Map.of(), null, null))
                .await()
                .atMost(Duration.ofSeconds(60));
    }

    @Test
    void noWayOfWritingAnAddressInsideLeadsThere() {
        OutboundHttp http = AdapterHarness.http("allow-private-addresses=false");
        SoftAssertions all = new SoftAssertions();
        try (Trap trap = new Trap()) {
            for (String url : Ssrf.urls(trap.port())) {
                all.assertThatThrownBy(() -> send(http, http.parse("/url", url).toString()))
                        .as(url)
                        .isInstanceOfAny(Problem.class, NotSent.class);
            }
            all.assertThat(trap.caught()).isZero();
        }
        all.assertAll();
    }

    @Test
    void theTrapWorks() {
        try (Trap trap = new Trap()) {
            send(AdapterHarness.http(), "http://127.0.0.1:" + trap.port() + "/");
            assertThat(trap.caught()).isEqualTo(1);
        }
    }

    @Test
    void aNameThatBecomesAnAddressInsideAfterItWasCheckedLeadsNowhere() {
        try (LocalDns dns = new LocalDns().then(PUBLIC).then("127.0.0.1");
                Trap trap = new Trap()) {
            OutboundHttp http = AdapterHarness.http(dns, "allow-private-addresses=false", "connect-timeout=PT0.3S");
            String url = "https://rebind.example.com:" + trap.port() + "/";
            assertThatThrownBy(() -> send(http, url))
                    .isInstanceOf(NotSent.class)
                    .hasMessageContaining("no connection");
            assertThat(dns.asked)
                    .as("one look-up for the check and the connection")
                    .hasSize(1);
            assertThatThrownBy(() -> send(http, url))
                    .isInstanceOf(NotSent.class)
                    .hasMessageContaining("not a public");
            assertThat(dns.asked).hasSize(2);
            assertThat(trap.caught()).isZero();
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasChecked() {
        try (LocalDns dns = new LocalDns().then("127.0.0.1").then("127.0.0.2");
                Trap first = new Trap("127.0.0.1")) {
            OutboundHttp http = AdapterHarness.http(dns);
            assertThat(send(http, "http://rebind.example.com:" + first.port() + "/")
                            .status())
                    .isEqualTo(200);
            assertThat(first.caught()).isEqualTo(1);
            assertThat(dns.asked).hasSize(1);
        }
    }

    @Test
    void aNameWithOneAddressInsideAmongOthersLeadsNowhere() {
        try (LocalDns dns = new LocalDns().then(PUBLIC, "127.0.0.1").then("10.0.0.1", PUBLIC);
                Trap trap = new Trap()) {
            OutboundHttp http = AdapterHarness.http(dns, "allow-private-addresses=false", "connect-timeout=PT0.3S");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> send(http, "https://mixed.example.com:" + trap.port() + "/"))
                        .isInstanceOf(NotSent.class)
                        .hasMessageContaining("not a public");
            }
            assertThat(trap.caught()).isZero();
        }
    }
}
