package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A tenant's own way to the telephone network, as stored, without its credentials.
 *
 * @param kind the adapter, see {@link TelephonyAdapter#kind()}
 * @param settings the adapter's own
 * @param callerIds numbers that may be shown, E.164; the first is shown unless a campaign names one
 * @param countries numbers of these countries go here, ISO 3166-1 alpha-2; empty: of any country
 * @param callsPerSecond at most, over all replicas; null: as many as the tenant may
 * @param maxConcurrentCalls at most, over all replicas; null: as many as the tenant may
 * @param fallback where calls go while this one is broken; null: nowhere
 * @param status {@code active}, {@code disabled} (places nothing, live calls go on) or {@code retired} (the same, for good)
 */
public record TelephonyConnection(
        TenantId tenant,
        UUID id,
        String kind,
        String name,
        JsonObject settings,
        List<String> callerIds,
        List<String> countries,
        Integer callsPerSecond,
        Integer maxConcurrentCalls,
        UUID fallback,
        String status,
        List<String> credentialNames,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** How attempts name the connection that made their call. */
    public String key() {
        return id.toString();
    }

    TelephonyConnection withStatus(String to, Instant now) {
        return new TelephonyConnection(
                tenant,
                id,
                kind,
                name,
                settings,
                callerIds,
                countries,
                callsPerSecond,
                maxConcurrentCalls,
                fallback,
                to,
                credentialNames,
                version,
                createdAt,
                now);
    }

    public boolean active() {
        return status.equals("active");
    }

    @Override
    public String toString() {
        return "TelephonyConnection[" + kind + " " + id + "]";
    }
}
