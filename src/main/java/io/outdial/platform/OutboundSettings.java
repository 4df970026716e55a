package io.outdial.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this service calls addresses that tenants give it. */
@ConfigMapping(prefix = "outdial.outbound")
public interface OutboundSettings {

    /** Lets addresses of private networks and plain HTTP in. For tests and closed networks only. */
    @WithDefault("false")
    boolean allowPrivateAddresses();

    /** Longest wait for a name, a free connection and its handshake, each. */
    @WithDefault("PT3S")
    Duration connectTimeout();

    /** Longest time from sending to the last byte of the answer. */
    @WithDefault("PT10S")
    Duration timeout();

    /** Largest answer that is read. */
    @WithDefault("1M")
    MemorySize maxAnswerSize();

    /** Connections to one address, at most. */
    @WithDefault("32")
    int maxConnectionsPerAddress();
}
