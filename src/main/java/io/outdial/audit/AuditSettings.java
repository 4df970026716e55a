package io.outdial.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the audit log is kept. */
@ConfigMapping(prefix = "outdial.audit")
public interface AuditSettings {

    /**
     * Entries go, a month's at once, when the last of the month is this old; ninety days at least, whatever is set. The
     * default is three years.
     */
    @WithDefault("P1096D")
    Duration keep();
}
