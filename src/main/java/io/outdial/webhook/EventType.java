package io.outdial.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;
import java.util.Locale;

/** What webhooks can hear of; docs/webhooks.md describes the data of each. Codes are {@code thing.what_happened}. */
public enum EventType implements Coded {
    CAMPAIGN_SCHEDULED,
    CAMPAIGN_UNSCHEDULED,
    CAMPAIGN_ACTIVATED,
    CAMPAIGN_PAUSED,
    CAMPAIGN_RESUMED,
    CAMPAIGN_STOPPED,
    CAMPAIGN_COMPLETED,
    CAMPAIGN_FAILED,
    CAMPAIGN_GUARD_TRIPPED,
    CALL_ENDED,
    OPT_OUT_RECORDED,
    IMPORT_FINISHED,
    WEBHOOK_TEST;

    /** The first part is the thing; {@code opt_out} is the one thing of two words. */
    @JsonValue
    @Override
    public String code() {
        String name = name().toLowerCase(Locale.ROOT);
        int dot = name.indexOf('_', name.startsWith("opt_out") ? "opt_out".length() : 0);
        return name.substring(0, dot) + "." + name.substring(dot + 1);
    }

    @JsonCreator
    static EventType read(String code) {
        return Coded.of(EventType.class, code);
    }
}
