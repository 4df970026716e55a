package io.outdial.telephony;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.outdial.kernel.PhoneNumber;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A connection as it is written.
 *
 * @param credentials by name; written and never shown
 */
public record ConnectionBody(
        @Schema(description = "The adapter: twilio, http, …", examples = "twilio") @NotBlank @Size(max = 40)
        String kind,

        @NotBlank @Size(max = 200) String name,

        @Schema(description = "The adapter's own settings, see docs/telephony.md") @NotNull @Size(max = 50)
        Map<@NotBlank @Size(max = 64) String, Object> settings,

        @Schema(description = "Written and never shown; on a change, what is not named stays", writeOnly = true)
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        @Size(max = 20)
        Map<@NotBlank @Size(max = 64) String, @NotBlank @Size(max = 4096) String> credentials,

        @Size(max = 500)
        List<@NotNull @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164) String> callerIds,

        @Size(max = 260)
        List<@NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 alpha-2 code") String> countries,

        @Min(1) @Max(10_000) Integer callsPerSecond,
        @Min(1) @Max(100_000) Integer maxConcurrentCalls,
        UUID fallbackConnectionId,

        @Schema(description = "active or disabled")
        @Pattern(regexp = "active|disabled", message = "must be active or disabled")
        String status) {

    /** The connection without its secrets, to be changed. */
    static ConnectionBody of(TelephonyConnection connection) {
        return new ConnectionBody(
                connection.kind(),
                connection.name(),
                connection.settings().getMap(),
                null,
                connection.callerIds(),
                connection.countries(),
                connection.callsPerSecond(),
                connection.maxConcurrentCalls(),
                connection.fallback(),
                connection.status());
    }

    @Override
    public String toString() {
        return "ConnectionBody[" + kind + " " + name + "]";
    }
}
