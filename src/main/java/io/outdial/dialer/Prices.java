package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.TelephonyLines;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks providers what calls cost that were settled with an estimate or without a cost, and corrects what their campaigns
 * spent. A provider that does not say within about a day never will: the estimate stays.
 */
@ApplicationScoped
class Prices {

    /** Few, because who is taken and not asked has lost a time. */
    private static final int MAX_CALLS = 16;

    private static final int AT_ONCE = 8;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private final TenantDb db;
    private final PriceStore store;
    private final TelephonyLines lines;
    private final DialerMetrics metrics;

    Prices(TenantDb db, PriceStore store, TelephonyLines lines, DialerMetrics metrics) {
        this.db = db;
        this.store = store;
        this.lines = lines;
        this.metrics = metrics;
    }

    /**
     * Asks about the calls of the tenant that are due; what a provider cannot say now is asked again later.
     *
     * @param within when so much has passed, the rest is left for another time
     */
    Uni<Void> ask(TenantId tenant, Instant now, Duration within) {
        return ask(tenant, now, System.nanoTime() + within.toNanos());
    }

    private Uni<Void> ask(TenantId tenant, Instant now, long until) {
        return db.inTenant(tenant, c -> store.take(tenant, c, now, MAX_CALLS))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(rows)
                                .onItem()
                                .transformToUni(row -> ask(tenant, row, now))
                                .merge(AT_ONCE)
                                .collect()
                                .asList()
                                .chain(asked -> correct(tenant, asked))
                                .chain(() -> rows.size() < MAX_CALLS || System.nanoTime() - until >= 0
                                        ? Uni.createFrom().voidItem()
                                        : ask(tenant, now, until)));
    }

    /** @param price null when the provider did not say */
    private record Asked(UUID attempt, BigDecimal price, boolean last) {}

    private Uni<Asked> ask(TenantId tenant, Row row, Instant now) {
        UUID attempt = row.getUUID("attempt_id");
        CallReference call =
                new CallReference(tenant, new AttemptId(attempt), row.getString("provider_call_id"), "", now);
        return lines.of(tenant, row.getString("connection"))
                .chain(line -> line.gateway().price(call))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .fail()
                .onFailure()
                .recoverWithItem(Optional.empty())
                .map(price -> new Asked(
                        attempt,
                        new ReportedValues(now, metrics::leftOut).cost(price.orElse(null)),
                        row.getInteger("asked") >= PriceStore.MAX_TIMES));
    }

    private Uni<Void> correct(TenantId tenant, List<Asked> asked) {
        List<Asked> told = asked.stream().filter(each -> each.price() != null).toList();
        List<UUID> done = asked.stream()
                .filter(each -> each.price() != null || each.last())
                .map(Asked::attempt)
                .toList();
        return done.isEmpty()
                ? Uni.createFrom().voidItem()
                : db.inTenant(tenant, c -> store.correct(
                                tenant,
                                c,
                                told.stream().map(Asked::attempt).toArray(UUID[]::new),
                                told.stream().map(Asked::price).toArray(BigDecimal[]::new))
                        .chain(deltas -> deltas.write(c, tenant))
                        .chain(() -> store.forget(tenant, c, done)));
    }
}
