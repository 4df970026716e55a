package io.outdial.campaign;

import io.outdial.platform.LongReads;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiFunction;

/** Transactions that work on one campaign. A campaign whose stored document cannot be read fails, whoever found out. */
@ApplicationScoped
class CampaignDb {

    private static final int MAX_OVERTAKEN = 3;

    private final TenantDb db;
    private final LongReads reads;
    private final CampaignStore store;
    private final Transitions transitions;

    CampaignDb(TenantDb db, LongReads reads, CampaignStore store, Transitions transitions) {
        this.db = db;
        this.reads = reads;
        this.store = store;
        this.transitions = transitions;
    }

    /**
     * Runs {@code work} on the campaign as stored, and again when the clock or somebody else was faster and the caller
     * has named no version to hold to: what they did decides then.
     *
     * @return what the work answers; 404 when there is no such campaign, 409 when it cannot be read and so has ended
     */
    <T> Uni<T> on(Command asked, BiFunction<SqlConnection, Campaign, Uni<T>> work) {
        return settled(asked, db.inTenant(asked.tenant(), c -> found(c, asked, work)));
    }

    /** The same for work that changes nothing and takes as long as the campaign's audience makes it. */
    <T> Uni<T> look(Command asked, BiFunction<SqlConnection, Campaign, Uni<T>> work) {
        return settled(asked, reads.inTenant(asked.tenant(), c -> found(c, asked, work)));
    }

    /**
     * Runs {@code work} on the campaign as stored, which nobody else changes meanwhile; when somebody does already, they are not
     * waited for.
     *
     * @return what the work answers, or the campaign as stored when it was taken
     */
    Uni<Campaign> unlessTaken(Command asked, BiFunction<SqlConnection, Campaign, Uni<Campaign>> work) {
        return settled(asked, db.inTenant(asked.tenant(), c -> store.take(c, asked.tenant(), asked.id())
                .chain(taken -> taken ? found(c, asked, work) : store.read(c, asked.tenant(), asked.id()))));
    }

    private <T> Uni<T> found(SqlConnection c, Command asked, BiFunction<SqlConnection, Campaign, Uni<T>> work) {
        return store.read(c, asked.tenant(), asked.id()).chain(campaign -> work.apply(c, campaign));
    }

    private <T> Uni<T> settled(Command asked, Uni<T> transaction) {
        return transaction
                .onFailure(failure -> asked.ofAnyVersion() && isStale(failure))
                .retry()
                .atMost(MAX_OVERTAKEN)
                .onFailure(UnreadableSpec.class)
                .recoverWithUni(unread -> this.<T>fail(asked, (UnreadableSpec) unread));
    }

    private static boolean isStale(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.VERSION_STALE;
    }

    private <T> Uni<T> fail(Command asked, UnreadableSpec unread) {
        return db.inTenant(asked.tenant(), c -> transitions
                        .fail(
                                c,
                                asked.tenant(),
                                asked.id(),
                                "engine",
                                Cause.of(UnreadableSpec.CODE, unread.getMessage()),
                                asked.now())
                        .chain(() -> store.look(c, asked.tenant(), asked.id())))
                .map(campaign -> {
                    throw Lifecycle.refused(campaign.state(), unread.getMessage());
                });
    }
}
