package io.outdial.campaign;

import io.outdial.platform.Versions;
import io.outdial.tenant.Turns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;

/** How people move campaigns, apart from starting them, which is {@link Activation}'s. */
@ApplicationScoped
class CampaignActions {

    private final CampaignDb campaigns;
    private final CampaignStore store;
    private final Validation validation;
    private final Transitions transitions;

    CampaignActions(CampaignDb campaigns, CampaignStore store, Validation validation, Transitions transitions) {
        this.campaigns = campaigns;
        this.store = store;
        this.validation = validation;
        this.transitions = transitions;
    }

    Uni<Verdict> validate(Command asked) {
        return campaigns.look(asked, (c, found) -> check(c, asked, found));
    }

    Uni<Campaign> schedule(Command asked) {
        return campaigns.on(asked, (c, found) -> {
            Lifecycle.require(found.state(), Action.SCHEDULE);
            Versions.allowMatch(asked.ifMatch(), found.version());
            return validation
                    .check(c, asked.tenant(), found.spec(), null, asked.sight(), asked.now())
                    .map(Verdict::require)
                    .chain(verdict -> store.edit(
                            c,
                            asked.tenant(),
                            found,
                            found.spec(),
                            Columns.plannedStart(found.spec(), asked.now()),
                            verdict.scriptVersion(),
                            asked.now()))
                    .chain(pinned ->
                            store.move(c, asked.tenant(), pinned, Action.SCHEDULE, asked.by(), Cause.NONE, asked.now()))
                    .call(scheduled -> Turns.wish(c, asked.tenant(), scheduled.startAt()));
        });
    }

    /** Unschedules, pauses or resumes. */
    Uni<Campaign> act(Command asked, Action action, String reason) {
        return campaigns.on(asked, (c, found) -> {
            Lifecycle.require(found.state(), action);
            Versions.allowMatch(asked.ifMatch(), found.version());
            Uni<?> guard = action == Action.RESUME
                    ? mayResume(c, asked, found)
                    : Uni.createFrom().voidItem();
            return guard.chain(() ->
                    transitions.apply(c, asked.tenant(), found, action, asked.by(), Cause.said(reason), asked.now()));
        });
    }

    /** Stops for good, and has the calls in flight hung up when that is asked. */
    Uni<Campaign> stop(Command asked, StopRequest how) {
        return campaigns.on(asked, (c, found) -> {
            Lifecycle.require(found.state(), Action.STOP);
            Versions.allowMatch(asked.ifMatch(), found.version());
            return transitions
                    .apply(
                            c,
                            asked.tenant(),
                            found,
                            Action.STOP,
                            asked.by(),
                            Cause.said(StopRequest.reason(how)),
                            asked.now())
                    .call(() -> StopRequest.mode(how) == StopRequest.Mode.HANGUP
                            ? transitions.hangUp(c, asked.tenant(), asked.id(), asked.now())
                            : Uni.createFrom().voidItem());
        });
    }

    private Uni<Verdict> mayResume(SqlConnection c, Command asked, Campaign found) {
        if (found.endAt() != null && !found.endAt().isAfter(asked.now())) {
            throw Lifecycle.refused(found.state(), "The campaign's end is past; move endAt before resuming it.");
        }
        return check(c, asked, found).map(Verdict::require);
    }

    private Uni<Verdict> check(SqlConnection c, Command asked, Campaign found) {
        return validation.check(c, asked.tenant(), found.spec(), found.scriptVersion(), asked.sight(), asked.now());
    }
}
