package io.outdial.dialer;

import static io.outdial.platform.Rows.instant;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallReference;
import io.vertx.mutiny.sqlclient.Row;

/** Reads from an attempt's row what its provider is asked about it by. */
final class CallReferences {

    private CallReferences() {}

    static CallReference of(TenantId tenant, Row row) {
        return new CallReference(
                tenant,
                new AttemptId(row.getUUID("attempt_id")),
                row.getString("provider_call_id"),
                row.getString("phone"),
                instant(row, "sending_at"));
    }
}
