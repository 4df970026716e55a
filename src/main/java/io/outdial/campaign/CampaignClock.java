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
 * Everything that time does to campaigns: starts those that are due, ends those that are over or have nothing left, fails
 * those whose connections have been unusable for too long.
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
    private static final String DUE = NamedSql.load("campaign", "clock-due");
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

    private record Due(CampaignId id, Action action, Cause cause) {}

    /**
     * Does what is due for the tenant. One campaign's failure does not keep the others.
     *
     * @return the next instant at which time will do something; {@link #NEVER} when there is none
     */
    public Uni<Instant> run(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> due(c, tenant, now)
                        .chain(due ->
                                unplaceable(c, tenant, now).invoke(due::addAll).replaceWith(due)))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(one -> handle(tenant, one, now))
                        .collect()
                        .asList())
                .chain(() -> next(tenant, now));
    }

    private static Uni<List<Due>> due(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery(DUE).execute(Tuple.of(tenant.value(), time(now))).map(rows -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows) {
                Action action = row.getString("state").equals("scheduled") ? Action.ACTIVATE : Action.COMPLETE;
                due.add(new Due(new CampaignId(row.getUUID("campaign_id")), action, over(row)));
            }
            return due;
        });
    }

    /** Why an active campaign is over; null of one that has yet to start. */
    private static Cause over(Row row) {
        if (row.getString("state").equals("scheduled")) {
            return null;
        }
        return row.getBoolean("end_reached")
                ? Cause.of("end_reached", "The end was reached.")
                : Cause.of("every_target_final", "Every target is final.");
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

    private Uni<Boolean> handle(TenantId tenant, Due due, Instant now) {
        Uni<?> done =
                switch (due.action()) {
                    case ACTIVATE ->
                        activation.run(new Command(tenant, due.id(), null, ACTOR, Sight.OF_THE_ENGINE, now));
                    case FAIL ->
                        db.inTenant(tenant, c -> transitions.fail(c, tenant, due.id(), ACTOR, due.cause(), now));
                    default ->
                        db.inTenant(tenant, c -> transitions.complete(c, tenant, due.id(), ACTOR, due.cause(), now));
                };
        return done.replaceWith(true).onFailure().recoverWithItem(failure -> logged(due, failure));
    }

    /** A refusal is on record with its campaign, and another replica may have been faster; anything else is news. */
    private static boolean logged(Due due, Throwable failure) {
        if (!(failure instanceof Problem)) {
            LOG.errorf(failure, "The clock could not handle campaign %s", due.id());
        }
        return false;
    }

    private Uni<Instant> next(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery(NEXT)
                        .execute(Tuple.of(tenant.value()))
                        .map(rows -> Rows.instant(rows.iterator().next(), "next")))
                // What is due and could not be done just now is not asked for again at once.
                .map(next -> next == null ? NEVER : next.isAfter(now) ? next : now.plus(Duration.ofSeconds(1)));
    }
}
