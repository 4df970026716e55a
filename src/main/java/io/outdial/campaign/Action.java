package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What moves a campaign from one state to another. The last two are the engine's own; people cannot ask for them. */
@Schema(name = "CampaignAction")
public enum Action implements Coded {
    SCHEDULE,
    UNSCHEDULE,
    ACTIVATE,
    PAUSE,
    RESUME,
    STOP,
    COMPLETE,
    FAIL;

    /** Whether a person may ask for it. */
    boolean ofPeople() {
        return this != COMPLETE && this != FAIL;
    }

    @JsonValue
    @Override
    public String code() {
        return Coded.super.code();
    }
}
