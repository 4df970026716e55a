package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Cursors;
import io.outdial.platform.TenantDb;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the calls of a campaign that were begun last, whether or not they have ended. */
@ApplicationScoped
class NewestCalls {

    private static final int MANY = 10;

    private final TenantDb db;

    NewestCalls(TenantDb db) {
        this.db = db;
    }

    /**
     * As much of a call as a watcher is told again and again; the rest is read with its id.
     *
     * @param phone masked unless the watcher may see personal data and the campaign does not mask it for everybody
     * @param state as {@link CallView#state}
     * @param outcome null until it has ended, like what follows
     */
    @RegisterForReflection
    record Brief(
            UUID id,
            UUID customerId,
            String phone,
            int attemptNo,
            String state,
            String outcome,
            String disposition,
            Instant startedAt,
            Instant endedAt,
            Integer talkSeconds) {

        private static Brief of(CallView call) {
            return new Brief(
                    call.id(),
                    call.customerId(),
                    call.phone(),
                    call.attemptNo(),
                    call.state(),
                    call.outcome(),
                    call.disposition(),
                    call.startedAt(),
                    call.endedAt(),
                    call.talkSeconds());
        }
    }

    /** Newest first. */
    Uni<List<Brief>> read(TenantId tenant, CampaignId campaign, boolean unmasked) {
        Tuple values = Tuple.of(tenant.value(), campaign.value(), Cursors.NEWEST, null, null, MANY);
        return db.inTenant(tenant, connection -> connection
                        .preparedQuery(CampaignCallsResource.PAGE)
                        .execute(values))
                .map(rows -> {
                    List<Brief> calls = new ArrayList<>(MANY);
                    rows.forEach(row -> calls.add(Brief.of(CallView.of(row, unmasked))));
                    return calls;
                });
    }
}
