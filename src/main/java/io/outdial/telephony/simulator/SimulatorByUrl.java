package io.outdial.telephony.simulator;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Whoever says where the simulator is wants it used: its address switches it on, unless it is switched off by name. */
public class SimulatorByUrl implements ConfigSourceFactory {

    /** Above application.properties (250), below system properties and the environment. */
    private static final int ORDINAL = 260;

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue("outdial.telephony.simulator.url");
        return url == null || url.getValue() == null || url.getValue().isBlank()
                ? List.of()
                : List.of(new PropertiesConfigSource(
                        Map.of("outdial.telephony.simulator.enabled", "true"), "simulator by url", ORDINAL));
    }
}
