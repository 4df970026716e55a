package io.outdial.telephony.sip;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.Leg;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** Dialogs that are up, kept so that any process can end them when the one that made them is gone. */
interface DialogStore {

    /** @param at when the leg was answered */
    record Kept(Leg leg, Dialog dialog, Instant at) {}

    /** Idempotent. */
    Uni<Void> keep(TenantId tenant, AttemptId attempt, Kept dialog);

    Uni<List<Kept>> find(TenantId tenant, AttemptId attempt);

    Uni<Void> forget(TenantId tenant, AttemptId attempt);
}
