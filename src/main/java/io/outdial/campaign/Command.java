package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Sight;
import java.time.Instant;

/**
 * What somebody asks of one campaign.
 *
 * @param ifMatch the version the caller has read; null or {@code *} for whichever it is
 * @param sight with whose eyes the customers are looked at that an audience selects
 * @param by who asks: a user's name, {@code clock} or {@code engine}
 */
record Command(TenantId tenant, CampaignId id, String ifMatch, String by, Sight sight, Instant now) {

    boolean ofAnyVersion() {
        return ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*");
    }
}
