package io.outdial.webhook;

import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * What time does to a tenant's webhooks: messages that could not be tried in their day are dead letters, old entries of the log
 * and all of deleted webhooks go, and secrets that an old key sealed are sealed anew. A bounded number of rows at a time.
 */
@ApplicationScoped
class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final String EXPIRE = NamedSql.load("webhook", "expire-deliveries");
    private static final String PURGE = NamedSql.load("webhook", "purge-deliveries");
    private static final int MAX_ROWS = 1_000;
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** No hand-over that still saw a webhook is under way so long after it was deleted. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final TenantDb db;
    private final WebhookStore webhooks;
    private final Secrets secrets;
    private final WebhookSettings settings;

    Sweep(TenantDb db, WebhookStore webhooks, Secrets secrets, WebhookSettings settings) {
        this.db = db;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.settings = settings;
    }

    /** Answers when to sweep again. */
    Uni<Instant> run(TenantId tenant, Instant now) {
        return db.inTenant(tenant, c -> count(c, EXPIRE, Tuple.of(tenant.value(), time(now), MAX_ROWS))
                        .chain(expired -> count(
                                        c,
                                        PURGE,
                                        Tuple.of(
                                                tenant.value(),
                                                Uuid7.leastAt(now.minus(settings.keepDeliveries())),
                                                MAX_ROWS))
                                .map(purged -> Math.max(expired, purged)))
                        .call(() -> forgetDeleted(c, tenant, now)))
                .call(() -> reseal(tenant))
                .map(most -> now.plus(most >= MAX_ROWS ? AT_ONCE : EVERY));
    }

    private static Uni<Integer> count(SqlConnection c, String sql, Tuple values) {
        return c.preparedQuery(sql).execute(values).map(rows -> rows.rowCount());
    }

    private static Uni<Void> forgetDeleted(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery("delete from webhook w where w.tenant_id = $1 and w.deleted_at < $2 and not exists"
                        + " (select from webhook_delivery d where d.tenant_id = $1 and d.webhook_id = w.webhook_id)")
                .execute(Tuple.of(tenant.value(), time(now.minus(FORGOTTEN_AFTER))))
                .replaceWithVoid();
    }

    private Uni<Void> reseal(TenantId tenant) {
        return db.inTenant(tenant, c -> webhooks.list(c, tenant).chain(all -> Multi.createFrom()
                        .iterable(all)
                        .filter(each -> secrets.isStale(each.secret()) || secrets.isStale(each.oldSecret()))
                        .onItem()
                        .transformToUniAndConcatenate(each -> webhooks.reseal(
                                c,
                                tenant,
                                each,
                                secrets.reseal(tenant, each.id(), each.secret()),
                                secrets.reseal(tenant, each.id(), each.oldSecret())))
                        .collect()
                        .asList()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("Secrets of webhooks of tenant %s keep their old key: %s", tenant, failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
