package io.outdial.insight;

import io.outdial.kernel.Money;
import io.outdial.kernel.PhoneNumber;
import io.outdial.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One call, that is one attempt.
 *
 * @param phone masked unless the caller may see personal data and the campaign does not mask it for everybody
 * @param state {@code claimed sending placed ringing answered unknown} or {@code finished}
 * @param events what happened, in order
 * @param cost what the provider charged, or an estimate until it says; null until the call has ended
 * @param reason why it ended as it did, in the provider's own words; null for those who may not see numbers
 * @param recordingUrl where it can be heard; null for those who may not see numbers
 * @param summary what the conversation was about, in the voice agent's words; null for those who may not see numbers
 */
@Schema(name = "Call")
public record CallView(
        UUID id,
        UUID campaignId,
        UUID customerId,
        String phone,
        int attemptNo,
        String state,
        String outcome,
        String disposition,
        Instant startedAt,
        Instant answeredAt,
        Instant endedAt,
        String reason,
        Integer talkSeconds,
        Money cost,
        Double qualityScore,
        Integer satisfaction,
        Integer scriptVersion,
        String recordingUrl,
        String summary,
        List<Event> events) {

    /** Something that happened to a call. */
    @Schema(name = "CallEvent")
    public record Event(String type, Instant at) {}

    /** Whether the campaign of a row of {@code call c} has numbers masked for everybody. */
    static final String MASKED =
            "coalesce((select (g.spec #>> '{compliance,privacy,maskPhone}')::boolean from campaign g"
                    + " where g.tenant_id = $1 and g.campaign_id = c.campaign_id), false) as masked";

    /** @param row of the view {@code call} with the tenant's {@code currency}, and {@link #MASKED} */
    static CallView of(Row row, boolean unmasked) {
        List<Event> events = new ArrayList<>();
        for (String type : List.of("claimed", "sending", "placed", "ringing", "answered", "finished")) {
            Instant at = Rows.instant(row, type + "_at");
            if (at != null) {
                events.add(new Event(type, at));
            }
        }
        Instant started = Rows.instant(row, "placed_at");
        boolean open = unmasked && !row.getBoolean("masked");
        String phone = row.getString("phone");
        BigDecimal cost = row.getBigDecimal("cost");
        return new CallView(
                row.getUUID("attempt_id"),
                row.getUUID("campaign_id"),
                row.getUUID("customer_id"),
                open ? phone : PhoneNumber.mask(phone),
                row.getInteger("attempt_no"),
                row.getString("state"),
                row.getString("outcome"),
                row.getString("disposition"),
                started == null ? Rows.instant(row, "sending_at") : started,
                Rows.instant(row, "answered_at"),
                Rows.instant(row, "finished_at"),
                open ? row.getString("reason") : null,
                row.getInteger("talk_seconds"),
                cost == null ? null : new Money(cost, row.getString("currency")),
                row.getDouble("quality_score"),
                row.getInteger("satisfaction"),
                row.getInteger("script_version"),
                open ? row.getString("recording_url") : null,
                open ? row.getString("summary") : null,
                events);
    }
}
