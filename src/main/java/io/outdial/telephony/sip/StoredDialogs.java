package io.outdial.telephony.sip;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.Leg;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps dialogs in {@code sip_dialog}. */
@ApplicationScoped
class StoredDialogs implements DialogStore {

    /** Of calls that nobody looked after: longer than any call. */
    private static final Duration KEPT = Duration.ofDays(1);
    /** One in so many ends also clears away what is old. */
    private static final int CLEAR_EVERY = 500;

    private final TenantDb db;
    private final Clock clock;

    StoredDialogs(TenantDb db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Uni<Void> keep(TenantId tenant, AttemptId attempt, Kept kept) {
        return db.inTenant(
                tenant, c -> c.preparedQuery("insert into sip_dialog (tenant_id, attempt_id, leg, dialog, answered_at)"
                                + " values ($1, $2, $3, $4, $5) on conflict do nothing")
                        .execute(Tuple.of(
                                tenant.value(),
                                attempt.value(),
                                kept.leg().name().toLowerCase(Locale.ROOT),
                                write(kept.dialog()),
                                kept.at().atOffset(ZoneOffset.UTC)))
                        .replaceWithVoid());
    }

    @Override
    public Uni<List<Kept>> find(TenantId tenant, AttemptId attempt) {
        return db.inTenant(tenant, c -> c.preparedQuery("select leg, dialog, answered_at from sip_dialog"
                        + " where tenant_id = $1 and attempt_id = $2 order by leg desc")
                .execute(Tuple.of(tenant.value(), attempt.value()))
                .map(rows -> {
                    List<Kept> found = new ArrayList<>(2);
                    rows.forEach(row -> found.add(read(row)));
                    return found;
                }));
    }

    @Override
    public Uni<Void> forget(TenantId tenant, AttemptId attempt) {
        return db.inTenant(
                tenant, c -> c.preparedQuery("delete from sip_dialog where tenant_id = $1 and attempt_id = $2")
                        .execute(Tuple.of(tenant.value(), attempt.value()))
                        .chain(() -> ThreadLocalRandom.current().nextInt(CLEAR_EVERY) == 0
                                ? clear(tenant, c)
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> clear(TenantId tenant, SqlConnection c) {
        return c.preparedQuery("delete from sip_dialog where tenant_id = $1 and answered_at < $2")
                .execute(Tuple.of(tenant.value(), Instant.now(clock).minus(KEPT).atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static JsonObject write(Dialog dialog) {
        return new JsonObject()
                .put("callId", dialog.callId())
                .put("localTag", dialog.localTag())
                .put("remoteTag", dialog.remoteTag())
                .put("localUri", dialog.localUri())
                .put("remoteUri", dialog.remoteUri())
                .put("remoteTarget", dialog.remoteTarget())
                .put("routes", new JsonArray(new ArrayList<>(dialog.routes())))
                .put("cseq", dialog.cseq());
    }

    private static Kept read(Row row) {
        JsonObject json = row.getJsonObject("dialog");
        List<String> routes = new ArrayList<>();
        json.getJsonArray("routes").forEach(each -> routes.add((String) each));
        Dialog dialog = new Dialog(
                json.getString("callId"),
                json.getString("localTag"),
                json.getString("remoteTag"),
                json.getString("localUri"),
                json.getString("remoteUri"),
                json.getString("remoteTarget"),
                routes,
                json.getLong("cseq"));
        return new Kept(
                Leg.valueOf(row.getString("leg").toUpperCase(Locale.ROOT)), dialog, Rows.instant(row, "answered_at"));
    }
}
