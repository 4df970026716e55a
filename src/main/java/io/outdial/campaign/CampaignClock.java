package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Everything that time does to campaigns: starts those that are due, ends those that are over or have nothing left. */
@ApplicationScoped
public class CampaignClock {

    /** The answer when nothing will ever be due. */
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private static final Logger LOG = Logger.getLogger(CampaignClock.class);
    private static final String ACTOR = "clock";
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final String DUE = NamedSql.load("campaign", "clock-due");
    private static final String NEXT = NamedSql.load("campaign", "clock-next");

    private final TenantDb db;
    private final CampaignStore store;
    private final Activation activation;
    private final Transitions transitions;

    CampaignClock(TenantDb db, CampaignStore store, Activation activation, Transitions transitions) {
        this.db = db;
        this.store = store;
        this.activation = activation;
        this.transitions = transitions;
    }

    private record Due(CampaignId id, boolean start, String reason) {}

    /**
     * Does what is due for the tenant. One campaign's failure does not keep the others.
     *
     * @return the next instant at which time will do something; {@link #NEVER} when there is none
     */
    public Uni<Instant> run(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> c.preparedQuery(DUE)
                        .execute(Tuple.of(tenant.value(), time(now)))
                        .map(rows -> {
                            List<Due> due = new ArrayList<>();
                            rows.forEach(row -> due.add(due(row)));
                            return due;
                        }))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(
                                one -> one.start() ? start(tenant, one, now) : end(tenant, one, now))
                        .collect()
                        .asList())
                .chain(() -> next(tenant, now));
    }

    private static Due due(Row row) {
        boolean start = row.getString("state").equals("scheduled");
        return new Due(new CampaignId(row.getUUID("campaign_id")), start, row.getString("reason"));
    }

    private Uni<Boolean> start(TenantId tenant, Due due, Instant now) {
        return activation
                .run(tenant, due.id(), null, ACTOR, now)
                .replaceWith(true)
                .onFailure(Problem.class)
                .recoverWithUni(refusal -> postpone(tenant, due.id(), refusal.getMessage(), now))
                .onFailure(UnreadableSpec.class)
                .recoverWithUni(failure -> failUnread(tenant, due.id(), failure.getMessage(), now))
                .onFailure()
                .recoverWithItem(failure -> logged(due, failure));
    }

    private Uni<Boolean> postpone(TenantId tenant, CampaignId id, String reason, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id)
                .chain(campaign -> store.postpone(c, tenant, campaign, reason, now.plus(RETRY)))
                .replaceWith(false));
    }

    /** A document nobody can read cannot be loaded as a campaign, so its state is set without it. */
    private Uni<Boolean> failUnread(TenantId tenant, CampaignId id, String cause, Instant now) {
        return db.inTenant(
                tenant, c -> store.failUnread(c, tenant, id, "The stored campaign cannot be read: " + cause, now)
                        .replaceWith(false));
    }

    private Uni<Boolean> end(TenantId tenant, Due due, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, due.id())
                        .chain(found -> transitions.apply(c, tenant, found, Action.COMPLETE, ACTOR, due.reason(), now)))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(failure -> logged(due, failure));
    }

    /** Another replica may have been faster, which is no news; anything else is. */
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
