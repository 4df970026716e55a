package io.outdial.tenant;

import io.outdial.kernel.Money;

/**
 * What a tenant uses at this moment.
 *
 * @param callsInFlight calls claimed and not yet ended
 * @param activeCampaigns campaigns active or paused
 * @param callsToday calls begun on the present day of the tenant's time zone
 * @param spend of all campaigns so far
 */
public record TenantUsage(int callsInFlight, int activeCampaigns, int callsToday, Money spend) {}
