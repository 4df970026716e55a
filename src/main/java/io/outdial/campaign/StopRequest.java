package io.outdial.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import io.outdial.kernel.Coded;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How to stop.
 *
 * @param reason why; kept with the state
 * @param mode what becomes of calls in flight; they end by themselves unless said otherwise
 */
public record StopRequest(@Size(max = 500) String reason, Mode mode) {

    /** What becomes of calls in flight. */
    @Schema(name = "StopMode")
    public enum Mode implements Coded {
        DRAIN,
        HANGUP;

        @JsonValue
        @Override
        public String code() {
            return Coded.super.code();
        }
    }

    static String reason(StopRequest body) {
        return body == null || body.reason() == null ? "Stopped by a user." : body.reason();
    }

    static Mode mode(StopRequest body) {
        return body == null || body.mode() == null ? Mode.DRAIN : body.mode();
    }
}
