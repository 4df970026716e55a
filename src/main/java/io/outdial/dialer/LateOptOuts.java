package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.compliance.DoNotCallStore;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.LateReports;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Opt-outs that are reported of calls that were settled before, told to the agent or heard as the campaign offers it; what the
 * calls came to stays as it was settled. Erased people have no number left and cannot be called.
 */
@ApplicationScoped
class LateOptOuts implements LateReports {

    /** Held, so that an erasure that has yet to forget the number finds it on the list afterwards. */
    private static final String SETTLED = "select a.attempt_id, a.campaign_id, a.phone from attempt a"
            + " where a.tenant_id = $1 and a.attempt_id = any($2) and a.phone <> '' for share";

    /** One statement, because a call that is settled meanwhile must not be missed on its way from one table to the other. */
    private static final String ANY = "select * from (" + SETTLED
            + ") a union all select l.attempt_id, l.campaign_id, l.phone from live_attempt l"
            + " where l.tenant_id = $1 and l.attempt_id = any($2)";

    private final DoNotCallStore doNotCall;
    private final RunningCampaigns campaigns;
    private final Clock clock;

    LateOptOuts(DoNotCallStore doNotCall, RunningCampaigns campaigns, Clock clock) {
        this.doNotCall = doNotCall;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** A call that is live and whose end is told for the first time is settled with all that is said of it. */
    @Override
    public Uni<Void> keep(SqlConnection c, CallEvent.Ended end, boolean again) {
        return keep(c, end.tenant(), again ? ANY : SETTLED, List.of(end), Instant.now(clock));
    }

    /** Keeps the opt-outs of those among these calls that are settled. */
    Uni<Void> keep(SqlConnection c, TenantId tenant, Collection<CallEvent.Ended> ends, Instant now) {
        return keep(c, tenant, SETTLED, ends, now);
    }

    private Uni<Void> keep(
            SqlConnection c, TenantId tenant, String find, Collection<CallEvent.Ended> ends, Instant now) {
        Map<UUID, CallEvent.Ended> told = new HashMap<>();
        ends.stream()
                .filter(CallEvent.Ended::mayOptOut)
                .forEach(end -> told.put(end.attempt().value(), end));
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return c.preparedQuery(find)
                .execute(Tuple.of(tenant.value(), told.keySet().toArray(UUID[]::new)))
                .chain(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    return found.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : campaigns.read(c, tenant, campaignsOf(found)).chain(known -> of(found, told, known)
                                    .write(c, tenant, doNotCall, now));
                });
    }

    private static CallOptOuts of(
            List<Row> calls, Map<UUID, CallEvent.Ended> told, Map<CampaignId, RunningCampaign> campaigns) {
        CallOptOuts optOuts = new CallOptOuts();
        calls.forEach(row -> optOuts.take(
                told.get(row.getUUID("attempt_id")),
                campaigns.get(new CampaignId(row.getUUID("campaign_id"))),
                row.getString("phone")));
        return optOuts;
    }

    private static Set<UUID> campaignsOf(List<Row> rows) {
        return rows.stream().map(row -> row.getUUID("campaign_id")).collect(Collectors.toSet());
    }
}
