package io.outdial.campaign;

import io.outdial.audience.Audience;
import io.outdial.audience.AudienceReach;
import io.outdial.audience.AudienceReach.Reach;
import io.outdial.compliance.CallingPolicies;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.LongReads;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Says beforehand what campaigns would come to. */
@ApplicationScoped
class Estimates {

    private static final String EXPERIENCE = NamedSql.load("campaign", "experience");

    private final LongReads reads;
    private final CampaignStore store;
    private final AudienceReach reach;
    private final CallingPolicies policies;

    Estimates(LongReads reads, CampaignStore store, AudienceReach reach, CallingPolicies policies) {
        this.reads = reads;
        this.store = store;
        this.reach = reach;
        this.policies = policies;
    }

    /** 404 when there is no such campaign, 400 with pointers when its audience means nothing, 403 when it asks for what {@code sight} may not see. */
    Uni<Estimate> of(TenantId tenant, CampaignId id, Sight sight, Instant now) {
        return reads.inTenant(tenant, c -> store.look(c, tenant, id)
                .chain(campaign -> reach(c, tenant, campaign.spec(), sight, now).chain(people -> experience(c, tenant)
                        .map(lived -> Estimate.of(campaign.spec(), people.matched(), people.reachable(), lived)))));
    }

    private Uni<Reach> reach(SqlConnection c, TenantId tenant, CampaignSpec spec, Sight sight, Instant now) {
        Audience audience = spec.audience();
        if (audience == null || !audience.says()) {
            return Uni.createFrom().item(new Reach(0, 0)); // as a start, which such a draft is refused
        }
        return policies.read(c, tenant)
                .map(policy -> policy.rulesFor(spec.policy()))
                .chain(rules -> reach.count(c, tenant, audience, rules, sight, now))
                .onFailure(Problem.class)
                .transform(failure -> ((Problem) failure).below("/audience"));
    }

    private static Uni<Estimate.Experience> experience(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(EXPERIENCE).execute(Tuple.of(tenant.value())).map(rows -> {
            var row = rows.iterator().next();
            return new Estimate.Experience(
                    row.getLong("attempts"),
                    row.getLong("answered"),
                    row.getBigDecimal("spend"),
                    row.getString("currency"));
        });
    }
}
