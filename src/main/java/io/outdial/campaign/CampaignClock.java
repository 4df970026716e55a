package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.Rows;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Everything that time does to campaigns: ends those that are over or have nothing left, fails those whose connections have been
 * unusable for too long, starts those that are due.
 */
@ApplicationScoped
public class CampaignClock {

    /** The answer when nothing will ever be due. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /** How long every connection may refuse all calls for reasons of configuration. */
    static final Duration MISCONFIGURED_AT_MOST = Duration.ofMinutes(15);

    private static final Cause MISCONFIGURED = Cause.of(
            "connections_misconfigured",
            "Every connection has refused calls for reasons of configuration for " + MISCONFIGURED_AT_MOST.toMinutes()
                    + " minutes.",
            new JsonObject().put("minutes", MISCONFIGURED_AT_MOST.toMinutes()));

    private static final Logger LOG = Logger.getLogger(CampaignClock.class);
    private static final String ACTOR = "clock";
    private static final String STARTS = NamedSql.load("campaign", "clock-starts");
    private static final String ENDS = NamedSql.load("campaign", "clock-ends");
    private static final String NEXT = NamedSql.load("campaign", "clock-next");
    private static final String UNPLACEABLE = NamedSql.load("campaign", "clock-unplaceable");

    private final TenantDb db;
    private final Activation activation;
    private final Transitions transitions;
    private final TelephonyStatus telephony;

    CampaignClock(TenantDb db, Activation activation, Transitions transitions, TelephonyStatus telephony) {
        this.db = db;
        this.activation = activation;
        this.transitions = transitions;
        this.telephony = telephony;
    }

    /**
     * What time will do next.
     *
     * @param starts whether a campaign's moment to start has come, which is {@link #start}'s to do
     * @param next when to ask again; {@link #NEVER} when nothing will ever be due
     */
    public record Timed(boolean starts, Instant next) {}

    private record Due(CampaignId id, Action action, Cause cause) {}

    /** Ends what is due of the tenant's campaigns, which takes milliseconds. One campaign's failure does not keep the others. */
    public Uni<Timed> run(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> ends(c, tenant, now)
                        .chain(due ->
                                unplaceable(c, tenant, now).invoke(due::addAll).replaceWith(due)))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(one -> end(tenant, one, now))
                        .collect()
                        .asList())
                .chain(() -> next(tenant, now));
    }

    /**
     * Starts the tenant's campaigns whose moment has come, one after the other, which takes as long as their audiences are
     * large. One that is being started, or is in somebody's hands, is left alone.
     */
    public Uni<Void> start(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery(STARTS).execute(Tuple.of(tenant.value(), time(now))))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(
                                row -> start(tenant, new CampaignId(row.getUUID("campaign_id")), now))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Boolean> start(TenantId tenant, CampaignId id, Instant now) {
        return settled(id, activation.runUnlessTaken(new Command(tenant, id, null, ACTOR, Sight.OF_THE_ENGINE, now)));
    }

    private static Uni<List<Due>> ends(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery(ENDS)
                .execute(Tuple.of(tenant.value(), time(now)))
                .map(rows -> {
                    List<Due> due = new ArrayList<>();
                    for (Row row : rows) {
                        Cause over = row.getBoolean("end_reached")
                                ? Cause.of("end_reached", "The end was reached.")
                                : Cause.of("every_target_final", "Every target is final.");
                        due.add(new Due(new CampaignId(row.getUUID("campaign_id")), Action.COMPLETE, over));
                    }
                    return due;
                });
    }

    /** Active campaigns that have not been able to place a call for so long that they fail. */
    private Uni<List<Due>> unplaceable(SqlConnection c, TenantId tenant, Instant now) {
        Instant since = now.minus(MISCONFIGURED_AT_MOST);
        if (!telephony.anyMisconfigured(tenant, now)) {
            return Uni.createFrom().item(List.of());
        }
        return c.preparedQuery(UNPLACEABLE)
                .execute(Tuple.of(tenant.value(), time(since), Uuid7.leastAt(since)))
                .map(rows -> {
                    List<Due> due = new ArrayList<>();
                    for (Row row : rows) {
                        boolean fails = telephony
                                .misconfiguredSince(tenant, row.getUUID("connection_id"), now)
                                .filter(at -> !at.isAfter(since))
                                .isPresent();
                        if (fails) {
                            due.add(new Due(new CampaignId(row.getUUID("campaign_id")), Action.FAIL, MISCONFIGURED));
                        }
                    }
                    return due;
                });
    }

    private Uni<Boolean> end(TenantId tenant, Due due, Instant now) {
        return settled(
                due.id(),
                db.inTenant(
                        tenant,
                        c -> due.action() == Action.FAIL
                                ? transitions.fail(c, tenant, due.id(), ACTOR, due.cause(), now)
                                : transitions.complete(c, tenant, due.id(), ACTOR, due.cause(), now)));
    }

    /** A refusal is on record with its campaign, and another replica may have been faster; anything else is news. */
    private static Uni<Boolean> settled(CampaignId id, Uni<?> done) {
        return done.replaceWith(true).onFailure().recoverWithItem(failure -> {
            if (!(failure instanceof Problem)) {
                LOG.errorf(failure, "The clock could not handle campaign %s", id);
            }
            return false;
        });
    }

    private Uni<Timed> next(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery(NEXT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> timed(rows.iterator().next(), now)));
    }

    private static Timed timed(Row row, Instant now) {
        Instant start = orNever(Rows.instant(row, "next_start"));
        Instant end = orNever(Rows.instant(row, "next_end"));
        Instant next = start.isBefore(end) ? start : end;
        // What is due and could not be done just now is not asked for again at once.
        return new Timed(!start.isAfter(now), next.isAfter(now) ? next : now.plus(Duration.ofSeconds(1)));
    }

    private static Instant orNever(Instant at) {
        return at == null ? NEVER : at;
    }
}
