package io.outdial.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this replica tells webhooks what happened. */
@ConfigMapping(prefix = "outdial.webhooks")
interface WebhookSettings {

    /** Whether this replica sends; what happens is kept for others to send either way. */
    @WithDefault("true")
    boolean enabled();

    /** How often tenants are looked for that have something to send. */
    @WithDefault("PT0.25S")
    Duration tick();

    /** Messages under way at once on this replica, to all endpoints. */
    @WithDefault("256")
    int maxConcurrent();

    /** Messages under way at once to the endpoints of one tenant. */
    @WithDefault("32")
    int maxConcurrentPerTenant();

    /** Messages under way at once to one endpoint. */
    @WithDefault("16")
    int maxConcurrentPerEndpoint();

    /** How long every attempt may fail before an endpoint is disabled. */
    @WithDefault("P3D")
    Duration disableAfter();

    /** How long deliveries are kept in the log once they are delivered or dead. */
    @WithDefault("P30D")
    Duration keepDeliveries();

    /** How long the old secret signs too after a rotation. */
    @WithDefault("PT24H")
    Duration secretGrace();
}
