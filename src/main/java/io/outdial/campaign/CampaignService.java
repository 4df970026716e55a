package io.outdial.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Sight;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.outdial.tenant.Turns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How campaigns are written: created, edited as far as their state allows, copied, deleted. */
@ApplicationScoped
class CampaignService {

    private final TenantDb db;
    private final CampaignDb campaigns;
    private final CampaignStore store;
    private final SpecJson json;
    private final SpecRules rules;
    private final Validation validation;

    CampaignService(
            TenantDb db,
            CampaignDb campaigns,
            CampaignStore store,
            SpecJson json,
            SpecRules rules,
            Validation validation) {
        this.db = db;
        this.campaigns = campaigns;
        this.store = store;
        this.json = json;
        this.rules = rules;
        this.validation = validation;
    }

    Uni<Campaign> create(TenantId tenant, CampaignSpec spec, String by, Sight sight, Instant now) {
        rules.require(spec);
        return db.inTenant(tenant, c -> validation
                .requireSight(c, tenant, spec.audience(), sight, now)
                .chain(() -> store.insert(c, tenant, spec, by, now)));
    }

    /** A draft with the same document under another name; nothing that happened is copied. */
    Uni<Campaign> duplicate(Command asked) {
        return campaigns.on(
                asked,
                (c, found) -> store.insert(c, asked.tenant(), found.spec().copy(), asked.by(), asked.now()));
    }

    Uni<Campaign> patch(Command asked, JsonNode patch) {
        return campaigns.on(asked, (c, before) -> {
            if (before.state().terminal()) {
                throw Lifecycle.refused(before.state(), "A campaign that ended cannot be edited.");
            }
            Versions.requireMatch(asked.ifMatch(), before.version());
            CampaignSpec after;
            try {
                after = rules.require(json.patch(before.spec(), patch));
            } catch (JsonProcessingException e) {
                return Uni.createFrom().failure(e);
            }
            Editing.require(before.state(), json.tree(before.spec()), json.tree(after));
            return mayAsk(c, asked, before.spec(), after)
                    .chain(() -> edit(c, asked, before, after))
                    .call(() -> Turns.wish(c, asked.tenant(), asked.now()))
                    .call(() -> AuditLog.add(c, asked.tenant(), edited(before, patch), asked.now()));
        });
    }

    private static AuditEntry edited(Campaign before, JsonNode patch) {
        List<String> fields = new ArrayList<>();
        patch.fieldNames().forEachRemaining(fields::add);
        return AuditEntry.of("campaign.change", before.id()).with("fields", new JsonArray(fields));
    }

    /** Others' audiences are left alone, so that whoever may not see all may still edit the rest of a draft. */
    private Uni<Void> mayAsk(SqlConnection c, Command asked, CampaignSpec before, CampaignSpec after) {
        return Objects.equals(before.audience(), after.audience())
                ? Uni.createFrom().voidItem()
                : validation.requireSight(c, asked.tenant(), after.audience(), asked.sight(), asked.now());
    }

    private Uni<Campaign> edit(SqlConnection c, Command asked, Campaign before, CampaignSpec after) {
        TenantId tenant = asked.tenant();
        Instant now = asked.now();
        switch (before.state()) {
            case DRAFT:
                return store.edit(c, tenant, before, after, after.startAt(), null, now);
            case SCHEDULED:
                return validation
                        .check(c, tenant, after, pinnedFor(before, after), asked.sight(), now)
                        .map(Verdict::require)
                        .chain(verdict -> store.edit(
                                c,
                                tenant,
                                before,
                                after,
                                Columns.plannedStart(after, now),
                                verdict.scriptVersion(),
                                now));
            default:
                requireEnd(before, after, now);
                return validation
                        .requireNothingWorse(c, tenant, before, after, now)
                        .chain(() ->
                                store.edit(c, tenant, before, after, before.startAt(), before.scriptVersion(), now));
        }
    }

    /** While it runs, the end may be moved but not into the past. */
    private static void requireEnd(Campaign before, CampaignSpec after, Instant now) {
        if (after.endAt() == null && after.duration() == null) {
            throw Problem.invalid("/endAt", "required", "Say endAt or duration.");
        }
        Instant end = Columns.end(after, before.startAt());
        if (!Objects.equals(end, before.endAt()) && !end.isAfter(now)) {
            throw Problem.invalid("/endAt", "in_the_past", "Stop the campaign to end it now.");
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

    Uni<Void> delete(Command asked) {
        return campaigns.on(asked, (c, found) -> {
            if (found.state() != CampaignState.DRAFT) {
                throw Lifecycle.refused(found.state(), "Only a draft can be deleted; stop the campaign instead.");
            }
            Versions.requireMatch(asked.ifMatch(), found.version());
            return store.hasHistory(c, asked.tenant(), asked.id()).chain(has -> {
                if (has) {
                    throw new Problem(
                            ProblemType.CONFLICT,
                            "The campaign was scheduled before, so its record is kept; stop it instead.");
                }
                return store.delete(c, asked.tenant(), found, asked.now());
            });
        });
    }
}
