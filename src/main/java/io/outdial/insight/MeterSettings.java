package io.outdial.insight;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How campaigns are metered. */
@ConfigMapping(prefix = "outdial.metrics")
interface MeterSettings {

    /** How often the counters of active campaigns are read; a campaign's meters come and go within this time. */
    @WithDefault("PT5S")
    Duration campaignRefresh();

    /** Campaigns of one tenant that have meters of their own, those of the highest priority. */
    @WithDefault("100")
    int maxCampaignsPerTenant();
}
