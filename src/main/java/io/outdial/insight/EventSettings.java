package io.outdial.insight;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How event streams are kept; documented in docs/configuration.md. */
@ConfigMapping(prefix = "outdial.events")
interface EventSettings {

    /** Streams that a tenant may have open on this replica. */
    @WithDefault("100")
    int maxStreamsPerTenant();

    /** After so long without anything to tell, a comment is sent, so that silence means that the connection is dead. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /**
     * After so long a stream ends, and whoever still watches opens the next one where it left off. So a connection whose other
     * end is gone without a word holds its place no longer, and rights that were taken away are asked for again.
     */
    @WithDefault("PT30M")
    Duration maxDuration();
}
