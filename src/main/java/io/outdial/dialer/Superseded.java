package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.TelephonyLines;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Calls that were given up and are answered all the same: the request of a replica that froze at the wrong moment, or of an
 * attempt whose fate nobody knew for too long. The person may have been called again since, so these are hung up.
 */
@ApplicationScoped
class Superseded {

    private static final Logger LOG = Logger.getLogger(Superseded.class);

    private final TenantDb db;
    private final LiveStore live;
    private final TelephonyLines lines;

    Superseded(TenantDb db, LiveStore live, TelephonyLines lines) {
        this.db = db;
        this.live = live;
        this.lines = lines;
    }

    /**
     * @param answered attempts that were answered and are not live; among them are calls whose end overtook the news of their
     *     answer, which are left alone
     */
    Uni<Void> hangUp(TenantId tenant, Set<UUID> answered) {
        if (answered.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return db.inTenant(tenant, connection -> live.givenUp(tenant, connection, answered))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndMerge(row -> lines.of(tenant, row.getString("connection"))
                                .chain(telephony -> hangUp(telephony, CallReferences.of(tenant, row))))
                        .collect()
                        .asList())
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Calls that were given up and answered could not be hung up: %s", failure);
                    return null;
                });
    }

    private static Uni<Void> hangUp(GuardedTelephony telephony, CallReference call) {
        LOG.infof("Attempt %s was given up and is answered: it is hung up", call.attempt());
        return telephony.gateway().hangUp(call);
    }
}
