package io.outdial.campaign;

import io.outdial.platform.Problem;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The start of a campaign: the checks and the initiation in one transaction, all or nothing, and what a refusal leaves. */
@ApplicationScoped
class Activation {

    private static final Logger LOG = Logger.getLogger(Activation.class);

    private final CampaignDb campaigns;
    private final Validation validation;
    private final Initiation initiation;
    private final Transitions transitions;
    private final StageStore stages;
    private final Refusals refusals;

    Activation(
            CampaignDb campaigns,
            Validation validation,
            Initiation initiation,
            Transitions transitions,
            StageStore stages,
            Refusals refusals) {
        this.campaigns = campaigns;
        this.validation = validation;
        this.initiation = initiation;
        this.transitions = transitions;
        this.stages = stages;
        this.refusals = refusals;
    }

    /** The database refuses what an activation asks of it, and would do so again. */
    private static final class Unsegmentable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsegmentable(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Activates a scheduled campaign. What cannot be mended by waiting fails it: content that is gone, a document that
     * cannot be read, or a segmentation that the database refuses twice.
     *
     * @return the campaign, active or failed; a {@link Refusal}, kept with the campaign, when it stays scheduled
     */
    Uni<Campaign> run(Command asked) {
        return kept(asked, campaigns.on(asked, (c, campaign) -> attempt(c, asked, campaign)));
    }

    /** The same, unless somebody else is starting or changing the campaign just now: then it is left as it is. */
    Uni<Campaign> runUnlessTaken(Command asked) {
        return kept(asked, campaigns.unlessTaken(asked, (c, campaign) -> attempt(c, asked, campaign)));
    }

    private Uni<Campaign> kept(Command asked, Uni<Campaign> attempted) {
        return attempted
                .onFailure(Unsegmentable.class)
                .retry()
                .atMost(1)
                .onFailure(Unsegmentable.class)
                .recoverWithUni(failure -> failSegmentation(asked, failure.getCause()))
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(failure -> {
                    LOG.errorf(failure, "Campaign %s could not be started", asked.id());
                    return Refusal.internal();
                })
                .onFailure(Refusal.class)
                .call(refusal -> refusals.record(asked, (Refusal) refusal));
    }

    private Uni<Campaign> attempt(SqlConnection c, Command asked, Campaign campaign) {
        Lifecycle.require(campaign.state(), Action.ACTIVATE);
        Versions.allowMatch(asked.ifMatch(), campaign.version());
        return validation
                .check(c, asked.tenant(), campaign.spec(), campaign.scriptVersion(), asked.sight(), asked.now())
                .chain(verdict -> verdict.contentIsGone()
                        ? failContent(c, asked, campaign, verdict)
                        : initiation.run(c, asked, campaign, verdict.require()))
                .onFailure(Activation::refusedByDatabase)
                .transform(Unsegmentable::new);
    }

    private Uni<Campaign> failContent(SqlConnection c, Command asked, Campaign campaign, Verdict verdict) {
        return stages.refused(c, asked.tenant(), asked.id(), verdict.view(), asked.now())
                .chain(() -> transitions.apply(
                        c,
                        asked.tenant(),
                        campaign,
                        Action.FAIL,
                        asked.by(),
                        verdict.cause("content_unusable"),
                        asked.now()));
    }

    private Uni<Campaign> failSegmentation(Command asked, Throwable failure) {
        LOG.errorf(failure, "Campaign %s cannot be segmented", asked.id());
        String state = ((PgException) failure).getSqlState();
        String reason = "The segmentation failed twice (SQLSTATE " + state + ").";
        Cause cause = Cause.of("segmentation_failed", reason, new JsonObject().put("sqlState", state));
        return campaigns.on(
                asked, (c, campaign) -> stages.unsegmented(c, asked.tenant(), asked.id(), reason, asked.now())
                        .chain(() -> transitions.apply(
                                c, asked.tenant(), campaign, Action.FAIL, "engine", cause, asked.now())));
    }

    /** Not a conflict that the transaction runs again for, and not a server that is short of something or going away. */
    private static boolean refusedByDatabase(Throwable failure) {
        if (!(failure instanceof PgException refused) || refused.getSqlState() == null) {
            return false;
        }
        String state = refused.getSqlState();
        return !(state.startsWith("40") || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }
}
