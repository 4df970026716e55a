package io.outdial.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;

/** What people do with campaigns, apart from starting them. */
@ApplicationScoped
class CampaignService {

    private final TenantDb db;
    private final CampaignStore store;
    private final SpecJson json;
    private final SpecRules rules;
    private final Validation validation;
    private final Transitions transitions;

    CampaignService(
            TenantDb db,
            CampaignStore store,
            SpecJson json,
            SpecRules rules,
            Validation validation,
            Transitions transitions) {
        this.db = db;
        this.store = store;
        this.json = json;
        this.rules = rules;
        this.validation = validation;
        this.transitions = transitions;
    }

    Uni<Campaign> create(TenantId tenant, CampaignSpec spec, String by, Instant now) {
        rules.require(spec);
        return db.inTenant(tenant, c -> store.insert(c, tenant, spec, by, now));
    }

    Uni<Campaign> duplicate(TenantId tenant, CampaignId id, String by, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id)
                .chain(found -> store.insert(c, tenant, renamed(found.spec()), by, now)));
    }

    private static CampaignSpec renamed(CampaignSpec s) {
        String name = s.name().length() > 190 ? s.name().substring(0, 190) : s.name();
        return new CampaignSpec(
                name + " (copy)",
                s.type(),
                s.objective(),
                s.startAt(),
                s.endAt(),
                s.duration(),
                s.timeZone(),
                s.audience(),
                s.calls(),
                s.content(),
                s.performance(),
                s.compliance(),
                s.pacing(),
                s.quality());
    }

    Uni<Campaign> patch(TenantId tenant, CampaignId id, String ifMatch, JsonNode patch, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id).chain(before -> {
            if (before.state().terminal()) {
                throw Lifecycle.refused(before.state(), "A campaign that ended cannot be edited.");
            }
            Versions.requireMatch(ifMatch, before.version());
            CampaignSpec after;
            try {
                after = rules.require(json.patch(before.spec(), patch));
            } catch (JsonProcessingException e) {
                return Uni.createFrom().failure(e);
            }
            Editing.require(before.state(), json.tree(before.spec()), json.tree(after));
            return edit(c, tenant, before, after, now).call(() -> store.wake(c, tenant, now));
        }));
    }

    private Uni<Campaign> edit(SqlConnection c, TenantId tenant, Campaign before, CampaignSpec after, Instant now) {
        switch (before.state()) {
            case DRAFT:
                return store.edit(c, tenant, before, after, null, null, now);
            case SCHEDULED:
                return validation
                        .check(c, tenant, after, pinnedFor(before, after), now)
                        .map(Verdict::require)
                        .chain(verdict -> store.edit(c, tenant, before, after, now, verdict.scriptVersion(), now));
            default:
                if (after.endAt() == null && after.duration() == null) {
                    throw Problem.invalid("/endAt", "required", "Say endAt or duration.");
                }
                Instant end = Columns.end(after, before.startAt());
                if (!Objects.equals(end, before.endAt()) && !end.isAfter(now)) {
                    throw Problem.invalid("/endAt", "in_the_past", "Stop the campaign to end it now.");
                }
                return store.edit(c, tenant, before, after, before.startAt(), before.scriptVersion(), now);
        }
    }

    /** The version pinned before goes on as long as the script stays the same. */
    private static Integer pinnedFor(Campaign before, CampaignSpec after) {
        boolean sameScript = before.spec().content() != null
                && after.content() != null
                && Objects.equals(
                        before.spec().content().scriptId(), after.content().scriptId());
        return sameScript ? before.scriptVersion() : null;
    }

    Uni<Void> delete(TenantId tenant, CampaignId id, String ifMatch) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id).chain(found -> {
            if (found.state() != CampaignState.DRAFT) {
                throw Lifecycle.refused(found.state(), "Only a draft can be deleted; stop the campaign instead.");
            }
            Versions.requireMatch(ifMatch, found.version());
            return store.hasHistory(c, tenant, id).chain(has -> {
                if (has) {
                    throw new Problem(
                            ProblemType.CONFLICT,
                            "The campaign was scheduled before, so its record is kept; stop it instead.");
                }
                return store.delete(c, tenant, found);
            });
        }));
    }

    Uni<Verdict> validate(TenantId tenant, CampaignId id, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id)
                .chain(found -> validation.check(c, tenant, found.spec(), found.scriptVersion(), now)));
    }

    Uni<Campaign> schedule(TenantId tenant, CampaignId id, String ifMatch, String by, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id).chain(found -> {
            Lifecycle.require(found.state(), Action.SCHEDULE);
            Versions.allowMatch(ifMatch, found.version());
            return validation
                    .check(c, tenant, found.spec(), null, now)
                    .map(Verdict::require)
                    .chain(verdict -> store.edit(c, tenant, found, found.spec(), now, verdict.scriptVersion(), now))
                    .chain(pinned -> store.move(c, tenant, pinned, Action.SCHEDULE, by, null, now))
                    .call(scheduled -> store.wake(c, tenant, scheduled.startAt()));
        }));
    }

    /** Unschedules, pauses, resumes or stops. */
    Uni<Campaign> act(
            TenantId tenant, CampaignId id, Action action, String ifMatch, String by, String reason, Instant now) {
        return db.inTenant(tenant, c -> store.read(c, tenant, id).chain(found -> {
            Lifecycle.require(found.state(), action);
            Versions.allowMatch(ifMatch, found.version());
            Uni<Void> guard = action == Action.RESUME
                    ? mayResume(c, tenant, found, now)
                    : Uni.createFrom().voidItem();
            return guard.chain(() -> transitions.apply(c, tenant, found, action, by, reason, now));
        }));
    }

    private Uni<Void> mayResume(SqlConnection c, TenantId tenant, Campaign found, Instant now) {
        if (found.endAt() != null && !found.endAt().isAfter(now)) {
            throw Lifecycle.refused(found.state(), "The campaign's end is past; move endAt before resuming it.");
        }
        return validation
                .check(c, tenant, found.spec(), found.scriptVersion(), now)
                .map(Verdict::require)
                .replaceWithVoid();
    }
}
