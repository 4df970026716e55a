package io.outdial.campaign;

import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The parts of a document that SQL reads, derived in this one place. */
final class Columns {

    private Columns() {}

    /** Appends the fourteen derived values, in the order of {@link CampaignStore}'s statements. */
    static void append(Tuple to, CampaignSpec spec, Instant notBefore, Integer pinnedVersion) {
        CampaignSpec.CallSettings calls = spec.calls();
        CampaignSpec.ContentSettings content = spec.content();
        BigDecimal budget = spec.performance() == null || spec.performance().budget() == null
                ? null
                : spec.performance().budget().amount();
        to.addValue(spec.name());
        to.addValue(spec.objective() == null ? null : spec.objective().code());
        to.addValue(spec.timeZone());
        to.addValue(time(start(spec, notBefore)));
        to.addValue(time(end(spec, notBefore)));
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

    /** The start: a past one means the moment of scheduling, {@code notBefore}; null in a draft. */
    static Instant start(CampaignSpec spec, Instant notBefore) {
        Instant start = spec.startAt();
        return start != null && notBefore != null && start.isBefore(notBefore) ? notBefore : start;
    }

    static Instant end(CampaignSpec spec, Instant notBefore) {
        Instant start = start(spec, notBefore);
        if (spec.endAt() != null || spec.duration() == null || start == null) {
            return spec.endAt();
        }
        return start.plus(spec.duration());
    }

    static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
