package io.outdial.tenant;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What a tenant may use at most. Call limits hold over all replicas together, to the call.
 *
 * @param maxConcurrentCalls calls in flight at any instant
 * @param callsPerSecond calls begun in any second
 * @param maxDailyCalls calls begun on one day of the tenant's time zone
 * @param maxActiveCampaigns campaigns active or paused at once
 * @param maxConcurrentRequests API requests under way at once, per replica
 * @param requestsPerSecond API requests begun in any second, per replica
 */
public record TenantLimits(
        @Min(0) @Max(100_000) Integer maxConcurrentCalls,
        @Min(0) @Max(10_000) Integer callsPerSecond,
        @Min(0) @Max(100_000_000) Integer maxDailyCalls,
        @Min(0) @Max(10_000) Integer maxActiveCampaigns,
        @Min(1) @Max(10_000) Integer maxConcurrentRequests,
        @Min(1) @Max(100_000) Integer requestsPerSecond) {

    /** What a tenant gets when its creator names no limits. */
    public static final TenantLimits DEFAULT = new TenantLimits(100, 50, 100_000, 5, 50, 100);

    /** These limits, the unnamed ones taken from {@code other}. */
    TenantLimits or(TenantLimits other) {
        return new TenantLimits(
                maxConcurrentCalls != null ? maxConcurrentCalls : other.maxConcurrentCalls,
                callsPerSecond != null ? callsPerSecond : other.callsPerSecond,
                maxDailyCalls != null ? maxDailyCalls : other.maxDailyCalls,
                maxActiveCampaigns != null ? maxActiveCampaigns : other.maxActiveCampaigns,
                maxConcurrentRequests != null ? maxConcurrentRequests : other.maxConcurrentRequests,
                requestsPerSecond != null ? requestsPerSecond : other.requestsPerSecond);
    }
}
