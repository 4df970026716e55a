package io.outdial.telephony;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What messages that claim to be providers' may take of a replica before one is proven. */
@ConfigMapping(prefix = "outdial.telephony.callbacks")
interface CallbackSettings {

    /** Bytes of messages that are held at once, those of one tenant's connections in a quarter of it. */
    @WithDefault("32M")
    MemorySize maxHeld();

    /** Messages of one address, or network of IPv6, that are being received at once. */
    @WithDefault("64")
    int maxPerAddress();
}
