package io.outdial.insight;

import io.outdial.campaign.CampaignCounts;
import io.outdial.campaign.Cause;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Money;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Reads progress. */
@ApplicationScoped
public class ProgressStore {

    private static final String PROGRESS = NamedSql.load("insight", "progress");

    private final TenantDb db;
    private final Clock clock;

    ProgressStore(TenantDb db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The campaign's progress now; 404 when there is no such campaign. */
    public Uni<Progress> read(TenantId tenant, CampaignId campaign) {
        return db.inTenant(tenant, connection -> connection
                .preparedQuery(PROGRESS)
                .execute(Tuple.of(tenant.value(), campaign.value()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("campaign");
                    }
                    return progress(rows.iterator().next(), Instant.now(clock));
                }));
    }

    private static Progress progress(Row row, Instant now) {
        int inFlight = number(row, "in_progress");
        double rate = rate(row, now);
        long open = (long) number(row, "pending") + number(row, "deferred") + number(row, "waiting_retry") + inFlight;
        int answered = number(row, "answered");
        String state = row.getString("state");
        BigDecimal spend = row.getBigDecimal("spend");
        return new Progress(
                state,
                row.getString("state_reason"),
                Cause.View.of(row.getJsonObject("state_cause")),
                CampaignCounts.Targets.of(row),
                new Progress.Attempts(number(row, "attempts"), tally(row, "outcomes"), tally(row, "dispositions")),
                inFlight,
                Math.round(rate * 10) / 10.0,
                open > 0 && rate > 0 ? Math.round(open / rate * 60) : null,
                new Money(spend == null ? BigDecimal.ZERO : spend, row.getString("currency")),
                number(row, "attempts") == 0 ? null : (double) answered / number(row, "attempts"),
                answered == 0 ? null : (double) number(row, "successes") / answered,
                state.equals("active") ? row.getString("binding_limit") : null,
                tally(row, "suppressed_by_reason"),
                tally(row, "deferrals_by_reason"),
                inFlight > 0 && !state.equals("active"));
    }

    /** This minute's calls and, of the last minute's, the share that still lies within sixty seconds. */
    private static double rate(Row row, Instant now) {
        if (row.getOffsetDateTime("minute_at") == null) {
            return 0;
        }
        Instant counted = row.getOffsetDateTime("minute_at").toInstant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        double left = 1 - ChronoUnit.MILLIS.between(minute, now) / 60_000.0;
        if (counted.equals(minute)) {
            return number(row, "minute_calls") + left * number(row, "last_minute_calls");
        }
        return counted.equals(minute.minusSeconds(60)) ? left * number(row, "minute_calls") : 0;
    }

    private static int number(Row row, String column) {
        Integer value = row.getInteger(column);
        return value == null ? 0 : value;
    }

    private static Map<String, Object> tally(Row row, String column) {
        return row.getJsonObject(column).getMap();
    }
}
