package io.outdial.dialer;

import io.outdial.telephony.CallEvent;
import io.outdial.telephony.PlatformReports;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was told of a call, without values that cannot be: one that no column takes would keep the call, and all that are written
 * with it, from ever being settled, and a moment years ahead would keep the person from being called. The outcome stands. Pure.
 */
final class ReportedValues {

    /** What may be left out, by the words of the counter. */
    static final List<String> NAMES = List.of("at", "callback_at", "cost", "talk_seconds");

    /** News are written within moments; a replica that comes back after an outage may bring old ones. */
    private static final Duration LATEST = Duration.ofDays(1);

    private static final Duration EARLIEST = Duration.ofDays(60);
    private static final Duration CALLBACK_WITHIN = Duration.ofDays(366);
    private static final int LONGEST_TALK_SECONDS = 7 * 86_400;
    private static final int MAX_REASON = 2_000;
    private static final int MAX_SUMMARY = 4_000;

    private final Instant now;
    private final Consumer<String> leftOut;

    /**
     * @param now when they are written
     * @param leftOut told the name of each value that is left out
     */
    ReportedValues(Instant now, Consumer<String> leftOut) {
        this.now = now;
        this.leftOut = leftOut;
    }

    CallEvent.Ended of(CallEvent.Ended end) {
        boolean talked = end.talkSeconds() >= 0 && end.talkSeconds() <= LONGEST_TALK_SECONDS;
        return new CallEvent.Ended(
                end.tenant(),
                end.attempt(),
                moment(end.at()),
                end.outcome(),
                end.disposition(),
                PlatformReports.cut(end.reason(), MAX_REASON),
                talked ? end.talkSeconds() : without("talk_seconds", 0),
                cost(end.cost()),
                end.quality(),
                end.satisfaction(),
                callback(end.callbackAt()),
                PlatformReports.cut(end.recordingUrl(), MAX_REASON),
                end.heard(),
                PlatformReports.cut(end.summary(), MAX_SUMMARY),
                end.priceFollows(),
                end.asked());
    }

    LiveStore.Progress of(LiveStore.Progress step) {
        return new LiveStore.Progress(
                step.attempt(),
                step.providerCallId() == null ? null : step.providerCallId().replace("\0", ""),
                moment(step.placed()),
                moment(step.ringing()),
                moment(step.answered()));
    }

    /** What a call cost; null when nobody said, or said what no call costs. */
    BigDecimal cost(BigDecimal said) {
        if (said == null) {
            return null;
        }
        BigDecimal price = said.signum() < 0 ? null : PlatformReports.priceOfCall(said);
        return price == null ? without("cost", null) : price;
    }

    /** One that cannot be is that of its writing. */
    private Instant moment(Instant at) {
        if (at == null) {
            return null;
        }
        return at.isAfter(now.plus(LATEST)) || at.isBefore(now.minus(EARLIEST)) ? without("at", now) : at;
    }

    /** One that is past means as soon as may be, which is decided with the retry. */
    private Instant callback(Instant at) {
        return at != null && at.isAfter(now.plus(CALLBACK_WITHIN)) ? without("callback_at", null) : at;
    }

    private <T> T without(String name, T instead) {
        leftOut.accept(name);
        return instead;
    }
}
