package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.dialer.decide.BindingLimit;
import io.outdial.dialer.decide.Pace;
import io.outdial.dialer.decide.TokenBucket;
import io.outdial.kernel.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What limits have been used, as a claim reads and writes it. */
final class Usage {

    /**
     * Clocks of replicas may differ by a second; a last claim that is said to be further ahead was made by a clock that was set
     * wrong, and would hold up every rate until its moment comes.
     */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private Usage() {}

    /**
     * Calls placed on {@code today}. Those of a day that somebody, by another clock or in another zone, believed to have begun
     * count; so do those of a day that is over in the zone that holds now, if the last was counted after midnight here: whoever
     * changes the zone does not get the day's limit twice.
     */
    private static int placedOn(LocalDate today, ZoneId zone, LocalDate day, Instant countedAt, int placed) {
        boolean isOver = day.isBefore(today)
                && countedAt.isBefore(today.atStartOfDay(zone).toInstant());
        return isOver ? 0 : placed;
    }

    /** The tenant's capacity row with the limits it is held to. */
    record OfTenant(
            int inFlight,
            LocalDate day,
            int placed,
            double secondTokens,
            Instant tokensAt,
            int maxConcurrent,
            int perSecond,
            int maxDaily,
            ZoneId zone,
            boolean active) {

        static OfTenant of(Row row) {
            return new OfTenant(
                    row.getInteger("in_flight"),
                    row.getLocalDate("day"),
                    row.getInteger("placed_today"),
                    row.getDouble("second_tokens"),
                    row.getOffsetDateTime("tokens_at").toInstant(),
                    row.getInteger("max_concurrent_calls"),
                    row.getInteger("calls_per_second"),
                    row.getInteger("max_daily_calls"),
                    ZoneId.of(row.getString("time_zone")),
                    row.getString("status").equals("active"));
        }

        /**
         * The moment by which a claim counts that holds this row: limits are counted in one order of time, so it is never
         * before the claim that counted last, whoever's clock is late.
         */
        Instant notBefore(Instant now) {
            return tokensAt.isAfter(now) && !tokensAt.isAfter(now.plus(MOST_AHEAD)) ? tokensAt : now;
        }

        Instant dayEnds(Instant now) {
            return LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
        }

        int placedToday(Instant now) {
            return placedOn(LocalDate.ofInstant(now, zone), zone, day, tokensAt, placed);
        }

        double tokens(Instant now) {
            return new TokenBucket(perSecond, Duration.ofSeconds(1)).tokens(secondTokens, tokensAt, now);
        }

        TenantUse use(int calls, Instant now) {
            return new TenantUse(calls, LocalDate.ofInstant(now, zone), placedToday(now) + calls, tokens(now) - calls);
        }
    }

    record TenantUse(int calls, LocalDate day, int placedToday, double secondTokens) {}

    /**
     * A campaign's counters.
     *
     * @param waiting targets on the queue
     */
    record OfCampaign(
            long waiting,
            int inProgress,
            BigDecimal spend,
            BigDecimal reserved,
            LocalDate day,
            int placed,
            double minuteTokens,
            double hourTokens,
            Instant tokensAt,
            Instant minuteAt,
            int minuteCalls,
            int lastMinuteCalls,
            int ended,
            double heldSeconds,
            BigDecimal highestCost,
            double liveConversations,
            double liveSuccesses,
            Pace pace,
            double pass,
            Instant servedAt,
            List<String> zones) {

        static OfCampaign of(Row row) {
            return new OfCampaign(
                    row.getLong("waiting"),
                    row.getInteger("in_progress"),
                    row.getBigDecimal("spend"),
                    row.getBigDecimal("reserved"),
                    row.getLocalDate("day"),
                    row.getInteger("placed_today"),
                    row.getDouble("minute_tokens"),
                    row.getDouble("hour_tokens"),
                    row.getOffsetDateTime("tokens_at").toInstant(),
                    row.getOffsetDateTime("minute_at").toInstant(),
                    row.getInteger("minute_calls"),
                    row.getInteger("last_minute_calls"),
                    row.getInteger("ended"),
                    row.getDouble("held_seconds"),
                    row.getBigDecimal("highest_cost"),
                    row.getDouble("live_conversations"),
                    row.getDouble("live_successes"),
                    new Pace(
                            row.getDouble("pace"),
                            row.getDouble("pace_tokens"),
                            row.getOffsetDateTime("paced_at").toInstant(),
                            row.getOffsetDateTime("slowed_at").toInstant(),
                            row.getDouble("usual_millis")),
                    row.getDouble("pass"),
                    row.getOffsetDateTime("served_at").toInstant(),
                    List.of(row.getArrayOfStrings("zones")));
        }

        int placedToday(LocalDate today, ZoneId zone) {
            return placedOn(today, zone, day, tokensAt, placed);
        }

        double minuteTokens(Integer limit, Instant now) {
            return limit == null
                    ? 0
                    : new TokenBucket(limit, Duration.ofMinutes(1)).tokens(minuteTokens, tokensAt, now);
        }

        double hourTokens(Integer limit, Instant now) {
            return limit == null ? 0 : new TokenBucket(limit, Duration.ofHours(1)).tokens(hourTokens, tokensAt, now);
        }

        /** Calls begun in the minute of {@code now} so far. */
        int callsInMinute(Instant now) {
            return minuteAt.equals(now.truncatedTo(ChronoUnit.MINUTES)) ? minuteCalls : 0;
        }

        /** Calls a second that were being begun: in this minute so far, or in the last one. */
        double callsPerSecond(Instant now) {
            double seconds = Math.max(1, now.getEpochSecond() % 60 + now.getNano() / 1e9);
            return Math.max(callsInMinute(now) / seconds, callsInLastMinute(now) / 60.0);
        }

        int callsInLastMinute(Instant now) {
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            if (minuteAt.equals(minute)) {
                return lastMinuteCalls;
            }
            return minuteAt.equals(minute.minusSeconds(60)) ? minuteCalls : 0;
        }
    }

    record CampaignUse(
            UUID campaign,
            LocalDate day,
            int placedToday,
            double minuteTokens,
            double hourTokens,
            int minuteCalls,
            int lastMinuteCalls,
            BindingLimit binding,
            Pace pace,
            double pass,
            Instant servedAt) {}

    private static Double[] doubles(List<CampaignUse> campaigns, Function<CampaignUse, Double> value) {
        return campaigns.stream().map(value).toArray(Double[]::new);
    }

    static Tuple rates(TenantId tenant, List<CampaignUse> campaigns, Instant now) {
        return Tuple.tuple()
                .addValue(tenant.value())
                .addValue(Targets.uuids(campaigns, CampaignUse::campaign))
                .addValue(campaigns.stream().map(CampaignUse::day).toArray(LocalDate[]::new))
                .addValue(Targets.ints(campaigns, CampaignUse::placedToday))
                .addValue(campaigns.stream().map(CampaignUse::minuteTokens).toArray(Double[]::new))
                .addValue(campaigns.stream().map(CampaignUse::hourTokens).toArray(Double[]::new))
                .addValue(utc(now))
                .addValue(utc(now.truncatedTo(ChronoUnit.MINUTES)))
                .addValue(Targets.ints(campaigns, CampaignUse::minuteCalls))
                .addValue(Targets.ints(campaigns, CampaignUse::lastMinuteCalls))
                .addValue(Targets.texts(
                        campaigns,
                        use -> use.binding() == null ? null : use.binding().code()))
                .addValue(doubles(campaigns, use -> use.pace().perSecond()))
                .addValue(doubles(campaigns, use -> use.pace().tokens()))
                .addValue(Targets.times(campaigns, use -> use.pace().slowedAt()))
                .addValue(doubles(campaigns, use -> use.pace().usualMillis()))
                .addValue(doubles(campaigns, CampaignUse::pass))
                .addValue(Targets.times(campaigns, CampaignUse::servedAt));
    }
}
