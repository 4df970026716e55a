package io.outdial.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;

/** What webhooks can hear of; docs/webhooks.md describes the data of each. Codes are {@code thing.what_happened}. */
public enum EventType implements Coded {
    CAMPAIGN_SCHEDULED("campaign.scheduled"),
    CAMPAIGN_UNSCHEDULED("campaign.unscheduled"),
    CAMPAIGN_ACTIVATED("campaign.activated"),
    CAMPAIGN_PAUSED("campaign.paused"),
    CAMPAIGN_RESUMED("campaign.resumed"),
    CAMPAIGN_STOPPED("campaign.stopped"),
    CAMPAIGN_COMPLETED("campaign.completed"),
    CAMPAIGN_FAILED("campaign.failed"),
    CAMPAIGN_GUARD_TRIPPED("campaign.guard_tripped"),
    CALL_ENDED("call.ended"),
    OPT_OUT_RECORDED("opt_out.recorded"),
    IMPORT_FINISHED("import.finished"),
    WEBHOOK_TEST("webhook.test");

    private final String code;

    EventType(String code) {
        this.code = code;
    }

    @JsonValue
    @Override
    public String code() {
        return code;
    }

    @JsonCreator
    static EventType read(String code) {
        return Coded.of(EventType.class, code);
    }
}
