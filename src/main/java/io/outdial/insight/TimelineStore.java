package io.outdial.insight;

import io.outdial.insight.Timeline.Counts;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads how calls went over time: sums of rows per quarter of an hour and zone, never the calls themselves. */
@ApplicationScoped
class TimelineStore {

    private static final String TIMELINE = NamedSql.load("insight", "timeline");
    private static final Duration LOOKS_BACK = Duration.ofDays(31);
    private static final int MAX_SLOTS = 96;
    private static final int MAX_ZONES = 50;

    private final TenantDb db;

    TimelineStore(TenantDb db) {
        this.db = db;
    }

    /** 404 when there is no such campaign. */
    Uni<Timeline> read(TenantId tenant, CampaignId campaign, Instant now) {
        Tuple values =
                Tuple.of(tenant.value(), campaign.value(), Rows.time(now.minus(LOOKS_BACK)), MAX_SLOTS, MAX_ZONES);
        return db.inTenant(
                        tenant, connection -> connection.preparedQuery(TIMELINE).execute(values))
                .map(TimelineStore::timeline);
    }

    private static Timeline timeline(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.notFound("campaign");
        }
        List<Timeline.Slot> slots = new ArrayList<>();
        List<Timeline.Hour> hours = new ArrayList<>();
        List<Timeline.Zone> zones = new ArrayList<>();
        for (Row row : rows) {
            switch (row.getString("kind")) {
                case "slot" -> slots.add(new Timeline.Slot(Rows.instant(row, "slot"), counts(row)));
                case "hour" -> hours.add(new Timeline.Hour(row.getInteger("hour"), counts(row)));
                case "zone" -> zones.add(new Timeline.Zone(row.getString("zones"), counts(row)));
                default -> {
                    // Of a campaign without calls there is one row, which says that it exists.
                }
            }
        }
        slots.sort(Comparator.comparing(Timeline.Slot::at));
        hours.sort(Comparator.comparing(Timeline.Hour::hour));
        return new Timeline(slots, hours, zones);
    }

    private static Counts counts(Row row) {
        return Counts.of(row.getInteger("calls"), row.getInteger("conversations"), row.getInteger("successes"));
    }
}
