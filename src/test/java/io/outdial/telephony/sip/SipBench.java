package io.outdial.telephony.sip;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundAddresses;
import io.outdial.platform.OutboundSettings;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallMemory;
import io.outdial.telephony.LiveCalls;
import io.outdial.telephony.VoiceAgentDesk;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The adapter's whole inside on the loopback without the service around it. */
final class SipBench implements AutoCloseable {

    private static final Vertx VERTX = Vertx.vertx();

    final SipTransport transport;
    final SipCalls calls;
    final Dialogs dialogs = new Dialogs();
    final SipSettings settings;
    private final OutboundAddresses addresses;
    private volatile AdapterHarness harness;

    SipBench(String... properties) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(SipSettings.class)
                .withMapping(OutboundSettings.class)
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withDefaultValue("outdial.telephony.sip.address", "127.0.0.1")
                .withDefaultValue("outdial.telephony.sip.bind", "127.0.0.1")
                .withDefaultValue("outdial.telephony.sip.port", "0")
                .withDefaultValue("outdial.telephony.sip.tls-port", "0")
                .withDefaultValue("outdial.telephony.sip.threads", "4")
                .withDefaultValue("outdial.outbound.allow-private-addresses", "true");
        for (String property : properties) {
            int equals = property.indexOf('=');
            config.withDefaultValue("outdial." + property.substring(0, equals), property.substring(equals + 1));
        }
        var built = config.build();
        settings = built.getConfigMapping(SipSettings.class);
        addresses = new OutboundAddresses(VERTX, built.getConfigMapping(OutboundSettings.class));
        transport = new SipTransport(settings, new SipNetworks(settings));
        calls = calls(1);
    }

    private SipBench(SipBench of, double speed) {
        settings = of.settings;
        addresses = of.addresses;
        transport = of.transport;
        calls = calls(speed);
    }

    /** With calls of its own, which hear everything from now on, on the same stack. */
    SipBench another() {
        return new SipBench(this, 1);
    }

    /** The same with session timers that are this much faster. */
    SipBench another(double speed) {
        return new SipBench(this, speed);
    }

    private SipCalls calls(double speed) {
        SipParts parts = new SipParts(
                transport,
                new Hops(addresses),
                memory(),
                live(),
                dialogs,
                new SipParts.Times(VERTX, Clock.systemUTC(), speed));
        return new SipCalls(parts, settings, new SimpleMeterRegistry());
    }

    private CallMemory memory() {
        return new CallMemory() {
            @Override
            public Uni<Optional<CallState>> recall(TenantId tenant, AttemptId attempt) {
                return harness.memory.recall(tenant, attempt);
            }

            @Override
            public Uni<CallState> take(TenantId tenant, AttemptId attempt, CallNews news, boolean awaits) {
                return harness.memory.take(tenant, attempt, news, awaits);
            }

            @Override
            public Uni<CallState> takeOfPlatform(TenantId tenant, AttemptId attempt, CallNews news) {
                throw new UnsupportedOperationException("a trunk is no platform");
            }
        };
    }

    private LiveCalls live() {
        return (tenant, attempt, call) -> harness.live().brief(tenant, attempt, call);
    }

    /** Calls tell this harness from now on. */
    SipAdapter adapter(AdapterHarness with) {
        harness = with;
        return new SipAdapter(
                calls, addresses, with.urls, new VoiceAgentDesk(with.live(), with.memory, Clock.systemUTC()));
    }

    @Override
    public void close() {
        transport.stop();
        calls.threads().shutdownNow();
    }

    /** Kept dialogs without a database. */
    static final class Dialogs implements DialogStore {

        final Map<AttemptId, Map<Object, Kept>> kept = new ConcurrentHashMap<>();

        @Override
        public Uni<Void> keep(TenantId tenant, AttemptId attempt, Kept dialog) {
            kept.computeIfAbsent(attempt, any -> new ConcurrentHashMap<>()).put(dialog.leg(), dialog);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<List<Kept>> find(TenantId tenant, AttemptId attempt) {
            return Uni.createFrom()
                    .item(List.copyOf(kept.getOrDefault(attempt, Map.of()).values()));
        }

        @Override
        public Uni<Void> forget(TenantId tenant, AttemptId attempt) {
            kept.remove(attempt);
            return Uni.createFrom().voidItem();
        }
    }
}
