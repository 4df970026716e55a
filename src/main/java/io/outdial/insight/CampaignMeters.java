package io.outdial.insight;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.outdial.campaign.ActiveTenants;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.TenantDb;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Meters of the campaigns that are active or paused and that this replica started or called for. They appear with the
 * activation, are read anew at a steady pace from the counters, one statement per tenant, and go when the campaign ends.
 */
@ApplicationScoped
class CampaignMeters {

    private static final Logger LOG = Logger.getLogger(CampaignMeters.class);
    private static final String RUNNING = NamedSql.load("insight", "running-counters");
    private static final List<String> STATES = List.of(
            "pending",
            "deferred",
            "waiting_retry",
            "succeeded",
            "completed",
            "exhausted",
            "suppressed",
            "unknown",
            "expired");

    private final TenantDb db;
    private final ActiveTenants active;
    private final Vertx vertx;
    private final MeterSettings settings;
    private final Gauges gauges;
    private final AtomicBoolean reading = new AtomicBoolean();
    private long timer = -1;

    CampaignMeters(TenantDb db, ActiveTenants active, Vertx vertx, MeterSettings settings, MeterRegistry registry) {
        this.db = db;
        this.active = active;
        this.vertx = vertx;
        this.settings = settings;
        this.gauges = new Gauges(registry);
    }

    /** The three meters; rows that are not registered again are gone. */
    private static final class Gauges {
        private final MultiGauge targets;
        private final MultiGauge inFlight;
        private final MultiGauge attempts;

        Gauges(MeterRegistry registry) {
            targets = MultiGauge.builder("outdial.campaign.targets")
                    .description("Targets by state")
                    .register(registry);
            inFlight = MultiGauge.builder("outdial.campaign.calls.in.flight")
                    .description("Calls claimed and not yet ended")
                    .register(registry);
            attempts = MultiGauge.builder("outdial.campaign.attempts")
                    .description("Attempts that ended, by outcome")
                    .register(registry);
        }

        private void register(Rows rows) {
            targets.register(rows.targets, true);
            inFlight.register(rows.inFlight, true);
            attempts.register(rows.attempts, true);
        }
    }

    private static final class Rows {
        private final List<Row<?>> targets = new ArrayList<>();
        private final List<Row<?>> inFlight = new ArrayList<>();
        private final List<Row<?>> attempts = new ArrayList<>();

        private void add(io.vertx.mutiny.sqlclient.Row row) {
            Tags own = Tags.of(
                    "tenant",
                    row.getString("slug"),
                    "campaign",
                    row.getUUID("campaign_id").toString());
            for (String state : STATES) {
                targets.add(Row.of(own.and("state", state), row.getInteger(state)));
            }
            inFlight.add(Row.of(own, row.getInteger("in_progress")));
            JsonObject outcomes = row.getJsonObject("outcomes");
            // Those that were not seen yet too, so that the first one is seen as a rise.
            for (Outcome outcome : Outcome.values()) {
                attempts.add(Row.of(own.and("outcome", outcome.code()), outcomes.getLong(outcome.code(), 0L)));
            }
        }
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(settings.campaignRefresh().toMillis(), id -> refresh());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void refresh() {
        if (!reading.compareAndSet(false, true)) {
            return;
        }
        Rows rows = new Rows();
        Multi.createFrom()
                .iterable(active.all())
                .onItem()
                .transformToUniAndConcatenate(tenant -> read(tenant, rows))
                .collect()
                .last()
                .invoke(() -> gauges.register(rows))
                .onTermination()
                .invoke(() -> reading.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("The campaigns' meters keep what they show: %s", failure));
    }

    private Uni<Boolean> read(TenantId tenant, Rows rows) {
        return db.inTenant(tenant, c -> c.preparedQuery(RUNNING)
                .execute(Tuple.of(tenant.value(), settings.maxCampaignsPerTenant()))
                .map(found -> {
                    found.forEach(rows::add);
                    if (found.size() == 0) {
                        active.forget(tenant);
                    }
                    return true;
                }));
    }
}
