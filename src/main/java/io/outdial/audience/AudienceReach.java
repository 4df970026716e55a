package io.outdial.audience;

import io.outdial.compliance.rules.CallRules;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Counts whom an audience selects and who of them may be called, as its preview does. */
@ApplicationScoped
public class AudienceReach {

    private final Audiences audiences;

    AudienceReach(Audiences audiences) {
        this.audiences = audiences;
    }

    /**
     * @param matched customers who match
     * @param reachable those of them who could be called now if it were an hour at which calls are allowed
     */
    public record Reach(long matched, long reachable) {}

    /** Fails with a problem whose pointers are relative to the audience object when it means nothing. */
    public Uni<Reach> count(
            SqlConnection c, TenantId tenant, Audience audience, CallRules rules, Sight sight, Instant now) {
        return audiences
                .plan(c, tenant, audience, sight, now)
                .chain(plan -> AudienceStore.counts(c, tenant, plan, rules, now))
                .map(row -> new Reach(row.getLong("matched"), row.getLong("reachable")));
    }
}
