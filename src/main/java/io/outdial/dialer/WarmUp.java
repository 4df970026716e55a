package io.outdial.dialer;

import io.outdial.campaign.CampaignClock;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * What a replica does once, before it says that it is ready: it takes the turn of a tenant that does not exist, with every
 * statement of a turn, and then the turns that are due. The first turn of a process loads and links some hundred classes and
 * prepares its statements, which on a busy machine takes longer than anything later; whoever waits for readiness need not wait
 * for that.
 */
@ApplicationScoped
class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    /** A database that does not answer keeps nobody from being ready: other checks say that it is away. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    /** Other replicas may be serving all tenants at one moment, hardly at each of these. */
    private static final int LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int MAX_TENANTS = 10;

    private final DueStore due;
    private final CampaignClock campaignClock;
    private final Claims claims;
    private final Sender sender;
    private final TenantTurns turns;
    private final Clock clock;
    private volatile boolean over;

    WarmUp(DueStore due, CampaignClock campaignClock, Claims claims, Sender sender, TenantTurns turns, Clock clock) {
        this.due = due;
        this.campaignClock = campaignClock;
        this.claims = claims;
        this.sender = sender;
        this.turns = turns;
        this.clock = clock;
    }

    /** Whether this replica works as fast as it will. */
    boolean isOver() {
        return over;
    }

    /** Never fails: a replica that could not warm up is slower for a moment, and nothing else. */
    Uni<Void> run() {
        return Uni.createFrom()
                .deferred(this::emptyTurn)
                .chain(() -> look(LOOKS))
                .ifNoItem()
                .after(AT_MOST)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.infof("The first turns will take longer than later ones: %s", failure))
                .onFailure()
                .recoverWithNull()
                .invoke(() -> over = true);
    }

    /** The turn of nobody: every statement, and no row. */
    Uni<Void> emptyTurn() {
        TenantId nobody = TenantId.next();
        Instant now = Instant.now(clock);
        return due.beginTurn(nobody, now)
                .chain(() -> campaignClock.run(nobody, now))
                .chain(() -> campaignClock.start(nobody, now))
                .chain(() -> claims.rehearse(nobody, now))
                .chain(() -> sender.rehearse(nobody, now))
                .chain(() -> due.endTurn(nobody, now, now));
    }

    /** Looks for work until some was done, or until so many looks found none. */
    private Uni<Void> look(int looks) {
        return due.due(Instant.now(clock), MAX_TENANTS)
                .invoke(turns::offer)
                .onItem()
                .delayIt()
                .by(BETWEEN_LOOKS)
                .chain(() -> {
                    if (turns.batches() > 0 || (looks <= 1 && !turns.isBusy())) {
                        return Uni.createFrom().voidItem();
                    }
                    return look(looks - 1);
                });
    }
}
