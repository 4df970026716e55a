package io.outdial.telephony;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A connection as the API shows it.
 *
 * @param credentials names of the secrets that are stored, never their values
 * @param capabilities what its calls can do; null when its adapter is gone
 * @param inFlight calls now
 */
@Schema(name = "Connection")
public record ConnectionView(
        UUID id,
        String kind,
        String name,
        Map<String, Object> settings,
        List<String> credentials,
        List<String> callerIds,
        List<String> countries,
        Integer callsPerSecond,
        Integer maxConcurrentCalls,
        UUID fallbackConnectionId,
        String status,
        Capabilities capabilities,
        Health health,
        Integer inFlight,
        boolean builtIn,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * @param state {@code healthy} or {@code broken}: nothing is placed while it is, but for a probe now and then
     * @param reason null while healthy
     */
    @Schema(name = "ConnectionHealth")
    public record Health(String state, String reason, Instant since) {}

    static ConnectionView of(ConnectionStore.Stored stored, Capabilities capabilities) {
        TelephonyConnection c = stored.connection();
        ConnectionUse use = stored.use();
        return new ConnectionView(
                c.id(),
                c.kind(),
                c.name(),
                c.settings().getMap(),
                c.credentialNames(),
                c.callerIds(),
                c.countries(),
                c.callsPerSecond(),
                c.maxConcurrentCalls(),
                c.fallback(),
                c.status(),
                capabilities,
                new Health(use.health(), use.healthReason(), use.healthSince()),
                use.inFlight(),
                false,
                c.version(),
                c.createdAt(),
                c.updatedAt());
    }

    /** The adapter that the installation switched on for everybody. */
    static ConnectionView builtIn(UUID id, TelephonyGateway gateway) {
        String name = gateway.name();
        return new ConnectionView(
                id,
                name,
                name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                "active",
                gateway.capabilities(),
                null,
                null,
                true,
                0,
                null,
                null);
    }
}
