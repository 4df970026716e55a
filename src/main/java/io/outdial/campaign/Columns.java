package io.outdial.campaign;

import io.outdial.compliance.Objective;
import io.outdial.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** The parts of a document that SQL reads, derived in this one place. */
final class Columns {

    private Columns() {}

    /**
     * Appends the fourteen derived values, in the order of {@link CampaignStore}'s statements.
     *
     * @param start when the campaign starts or did; null in a draft that does not say
     */
    static void append(Tuple to, CampaignSpec spec, Instant start, Integer pinnedVersion) {
        CampaignSpec.CallSettings calls = spec.calls();
        CampaignSpec.ContentSettings content = spec.content();
        BigDecimal budget = spec.performance() == null || spec.performance().budget() == null
                ? null
                : spec.performance().budget().amount();
        to.addValue(spec.name());
        to.addValue(spec.objective() == null ? null : spec.objective().code());
        to.addValue(spec.timeZone());
        to.addValue(time(start));
        to.addValue(time(end(spec, start)));
        to.addValue(calls == null || calls.priority() == null ? 5 : calls.priority());
        to.addValue(calls == null ? null : calls.maxDailyCalls());
        to.addValue(calls == null ? null : calls.maxConcurrentCalls());
        to.addValue(calls == null ? null : calls.callsPerMinute());
        to.addValue(calls == null ? null : calls.callsPerHour());
        to.addValue(budget);
        to.addValue(content == null ? null : content.voiceAgentId());
        to.addValue(content == null ? null : content.scriptId());
        to.addValue(pinnedVersion);
    }

    /** What the columns know of a document that cannot be read itself. */
    static CampaignSpec stub(Row row) {
        String objective = row.getString("objective");
        return new CampaignSpec(
                row.getString("name"),
                null,
                Arrays.stream(Objective.values())
                        .filter(each -> each.code().equals(objective))
                        .findFirst()
                        .orElse(null),
                Rows.instant(row, "start_at"),
                Rows.instant(row, "end_at"),
                null,
                row.getString("time_zone"),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The start that is planned: a past one means {@code now}; null when the document does not say. */
    static Instant plannedStart(CampaignSpec spec, Instant now) {
        Instant start = spec.startAt();
        return start != null && start.isBefore(now) ? now : start;
    }

    /** The end of a campaign that starts, or has started, at {@code start}; null as long as there is none. */
    static Instant end(CampaignSpec spec, Instant start) {
        return spec.duration() == null || start == null ? spec.endAt() : start.plus(spec.duration());
    }

    static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
