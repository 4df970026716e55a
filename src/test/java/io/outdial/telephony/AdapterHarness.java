package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.HostNames;
import io.outdial.platform.OutboundAddresses;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.OutboundSettings;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One connection of an adapter without the service around it: messages go straight to the adapter. */
public final class AdapterHarness implements Delivery {

    public static final String PUBLIC = "https://outdial.test/behind/a/proxy";

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public final CallbackUrls urls = new CallbackUrls(Optional.of(PUBLIC));
    public final Memory memory;
    private final TenantId tenant;
    private final Credentials credentials;
    private volatile LiveCalls live = (who, attempt, call) -> Uni.createFrom().item(Optional.of(brief(null)));
    private TelephonyAdapter adapter;
    private TelephonyConnection connection;

    public AdapterHarness(TenantId tenant, CallEventSink sink, Map<String, String> credentials) {
        this.tenant = tenant;
        this.memory = new Memory(sink);
        this.credentials = new Credentials(credentials);
    }

    public static OutboundHttp http(String... properties) {
        return http(HostNames.SYSTEM, properties);
    }

    public static OutboundHttp http(HostNames names, String... properties) {
        return new OutboundHttp(VERTX, outbound(properties), names);
    }

    public static OutboundAddresses addresses(String... properties) {
        return new OutboundAddresses(VERTX, outbound(properties));
    }

    public static OutboundSettings outbound(String... properties) {
        var config = new SmallRyeConfigBuilder().withMapping(OutboundSettings.class);
        config.withConverter(
                io.quarkus.runtime.configuration.MemorySize.class,
                100,
                new io.quarkus.runtime.configuration.MemorySizeConverter());
        config.withDefaultValue("outdial.outbound.allow-private-addresses", "true");
        for (String property : properties) {
            int equals = property.indexOf('=');
            config.withDefaultValue(
                    "outdial.outbound." + property.substring(0, equals), property.substring(equals + 1));
        }
        return config.build().getConfigMapping(OutboundSettings.class);
    }

    /** What adapters of HTTP providers share. */
    public ProviderDesk desk(OutboundHttp http) {
        return new ProviderDesk(http, urls, memory, live(), java.time.Clock.systemUTC());
    }

    public LiveCalls live() {
        return (who, attempt, call) -> live.brief(who, attempt, call);
    }

    /** From now on an end waits for what the agent says of the conversation, if the adapter wants it to; it waits for ever. */
    public void waitsForAgents() {
        memory.waits = true;
    }

    /** What answered calls are told; empty has them hung up. */
    public void answers(CallBrief brief) {
        live = (who, attempt, call) -> Uni.createFrom().item(Optional.ofNullable(brief));
    }

    public static CallBrief brief(String voicemailMessage) {
        return new CallBrief(
                CampaignId.next(),
                UUID.randomUUID(),
                "noura",
                "ar-SA",
                "Hello Sara",
                Map.of("name", "Sara"),
                voicemailMessage,
                null,
                new OptOutWays("9", List.of("stop calling", "take me off")));
    }

    public TelephonyGateway open(TelephonyAdapter with, JsonObject settings) {
        adapter = with;
        connection = new TelephonyConnection(
                tenant,
                Uuid7.next(),
                with.kind(),
                "test",
                settings,
                List.of("+966112345678"),
                List.of(),
                null,
                null,
                null,
                "active",
                List.of(),
                0,
                Instant.now(),
                Instant.now());
        if (!with.check(settings, credentials).isEmpty()) {
            throw new IllegalArgumentException(with.check(settings, credentials).toString());
        }
        return with.open(connection, credentials);
    }

    public TelephonyConnection connection() {
        return connection;
    }

    public Credentials credentials() {
        return credentials;
    }

    @Override
    public Reply deliver(String url, Map<String, String> headers, byte[] body) {
        CallbackAnswer answer = receive(url, headers, body);
        return new Reply(answer.status(), answer.body());
    }

    /** @param url as the provider was given it */
    public CallbackAnswer receive(String url, Map<String, String> headers, byte[] body) {
        URI uri = URI.create(url);
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(all::add);
        String path = uri.getPath();
        return adapter.receive(new Callback(
                        connection,
                        credentials,
                        path.substring(path.lastIndexOf('/') + 1),
                        urls.asSeenFromOutside(url.substring(PUBLIC.length())),
                        attempt(uri.getQuery()),
                        all,
                        Buffer.buffer(body)))
                .await()
                .atMost(PATIENCE);
    }

    private static AttemptId attempt(String query) {
        for (String pair : query.split("&")) {
            if (pair.startsWith("attempt=")) {
                return new AttemptId(UUID.fromString(pair.substring(8)));
            }
        }
        return null;
    }

    /** A memory without a database that passes events on as the stored one does. */
    public static final class Memory implements CallMemory {

        public final Map<AttemptId, CallState> states = new ConcurrentHashMap<>();
        private final CallEventSink sink;
        private volatile boolean waits;

        Memory(CallEventSink sink) {
            this.sink = sink;
        }

        @Override
        public Uni<Optional<CallState>> recall(TenantId tenant, AttemptId attempt) {
            return Uni.createFrom().item(Optional.ofNullable(states.get(attempt)));
        }

        @Override
        public Uni<CallState> takeOfPlatform(TenantId tenant, AttemptId attempt, CallNews news) {
            return take(tenant, attempt, news, true);
        }

        @Override
        public synchronized Uni<CallState> take(TenantId tenant, AttemptId attempt, CallNews news, boolean awaits) {
            CallState before = states.getOrDefault(attempt, CallState.NOTHING);
            CallState after = before.with(news);
            states.put(attempt, after);
            after.progressSince(before, tenant, attempt).forEach(sink::offer);
            boolean agent = waits && awaits;
            boolean wasTold = before.ended() && !(agent && before.awaitsConversation());
            if (!before.knows(news) && after.ended() && !wasTold && !(agent && after.awaitsConversation())) {
                sink.offer(after.end(tenant, attempt));
            }
            return Uni.createFrom().item(after);
        }
    }
}
