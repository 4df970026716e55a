package io.outdial.dialer;

import io.outdial.compliance.DoNotCallStore;
import io.outdial.dialer.decide.QualityScore;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.telephony.CallEvent;
import io.outdial.webhook.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Finished attempts and what they leave with customers. */
@ApplicationScoped
class SettleStore {

    private static final String INSERT_ATTEMPTS = NamedSql.load("dialer", "insert-attempts");
    private static final String TOUCH_CONTACTS = NamedSql.load("dialer", "touch-contacts");
    private static final String FLAG_INVALID = NamedSql.load("dialer", "flag-invalid");
    private static final String FREE_NUMBERS = NamedSql.load("dialer", "free-numbers");

    private final DoNotCallStore doNotCall;
    private final LateOptOuts lateOptOuts;
    private final PriceStore prices;
    private final Outbox outbox;

    SettleStore(DoNotCallStore doNotCall, LateOptOuts lateOptOuts, PriceStore prices, Outbox outbox) {
        this.doNotCall = doNotCall;
        this.lateOptOuts = lateOptOuts;
        this.prices = prices;
        this.outbox = outbox;
    }

    /** An attempt that ended: its live row, how it ended, and the script version it spoke. */
    record Finished(Row live, Settlement.Ending ending, Integer scriptVersion) {

        CallEvent.Ended end() {
            return ending.end();
        }

        String providerCallId() {
            String known = live.getString("provider_call_id");
            return known != null || ending.last() == null
                    ? known
                    : ending.last().providerCallId();
        }

        OffsetDateTime placedAt() {
            return at("placed_at", LiveStore.Progress::placed);
        }

        OffsetDateTime ringingAt() {
            return at("ringing_at", LiveStore.Progress::ringing);
        }

        OffsetDateTime answeredAt() {
            return at("answered_at", LiveStore.Progress::answered);
        }

        /** The moment in this column, or else as told with the end. */
        private OffsetDateTime at(String column, Function<LiveStore.Progress, Instant> told) {
            OffsetDateTime known = live.getOffsetDateTime(column);
            return known != null || ending.last() == null ? known : DueStore.utc(told.apply(ending.last()));
        }

        UUID customer() {
            return live.getUUID("customer_id");
        }

        /**
         * What the provider charges. Where it says so only later and gives no estimate, or nobody knows whether there was a call,
         * what was reserved is the estimate: money that may be owed already is not spent a second time.
         */
        BigDecimal cost() {
            if (end().outcome() == Outcome.UNKNOWN) {
                return live.getBigDecimal("reserved");
            }
            if (end().cost() != null) {
                return end().cost();
            }
            return end().priceFollows() ? live.getBigDecimal("reserved") : BigDecimal.ZERO;
        }

        /** What it is known to have cost; an estimate that is only what was reserved teaches nothing. */
        BigDecimal knownCost() {
            return end().cost() == null ? BigDecimal.ZERO : end().cost();
        }

        /** 0 (worst) to 1; null when nothing of it is known. */
        Double qualityScore() {
            return QualityScore.of(end().quality(), end().satisfaction()).orElse(null);
        }

        /** Whether the person's telephone is known to have rung. */
        boolean rang() {
            return ringingAt() != null || answeredAt() != null;
        }

        /** As {@link Outcome#consumesAttempt}. */
        boolean consumed() {
            return end().outcome().consumesAttempt(rang());
        }

        /** Whether it was put back before for want of the same, and the provider was asked again. */
        boolean inVainAgain() {
            return end().asked() && end().outcome().code().equals(live.getString("was_reason"));
        }

        /** Whether it tells what a person said or did, be it that nothing came of the conversation. */
        boolean said() {
            Disposition disposition = end().disposition();
            return disposition != null && (answeredByPerson() || disposition != Disposition.NONE);
        }

        boolean answeredByPerson() {
            return end().outcome() == Outcome.ANSWERED_HUMAN;
        }
    }

    Uni<Void> insertAttempts(TenantId tenant, SqlConnection connection, List<Finished> finished) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(Targets.uuids(finished, each -> each.live().getUUID("attempt_id")))
                .addValue(Targets.uuids(finished, each -> each.live().getUUID("campaign_id")))
                .addValue(Targets.uuids(finished, Finished::customer))
                .addValue(Targets.ints(finished, each -> each.live().getInteger("attempt_no")))
                .addValue(live(finished, "phone"))
                .addValue(live(finished, "connection"))
                .addValue(Targets.texts(finished, Finished::providerCallId))
                .addValue(times(finished, each -> each.live().getOffsetDateTime("claimed_at")))
                .addValue(times(finished, each -> each.live().getOffsetDateTime("sending_at")))
                .addValue(times(finished, Finished::placedAt))
                .addValue(times(finished, Finished::ringingAt))
                .addValue(times(finished, Finished::answeredAt))
                .addValue(Targets.times(finished, each -> each.end().at()))
                .addValue(Targets.texts(finished, each -> each.end().outcome().code()))
                .addValue(Targets.texts(finished, each -> disposition(each.end())))
                .addValue(Targets.texts(finished, each -> each.end().reason()))
                .addValue(finished.stream().map(Finished::consumed).toArray(Boolean[]::new))
                .addValue(Targets.ints(finished, each -> each.end().talkSeconds()))
                .addValue(finished.stream().map(Finished::cost).toArray(BigDecimal[]::new))
                .addValue(finished.stream().map(Finished::qualityScore).toArray(Double[]::new))
                .addValue(Targets.ints(finished, each -> each.end().satisfaction()))
                .addValue(Targets.ints(finished, Finished::scriptVersion))
                .addValue(Targets.texts(finished, each -> each.end().recordingUrl()))
                .addValue(Targets.texts(finished, each -> each.end().summary()));
        return connection.preparedQuery(INSERT_ATTEMPTS).execute(values).replaceWithVoid();
    }

    /** As {@link PriceStore#await}. */
    Uni<Void> awaitPrices(TenantId tenant, SqlConnection connection, List<Finished> finished, Instant now) {
        return prices.await(tenant, connection, finished, now);
    }

    /**
     * Two campaigns may have called one customer in the same batch; the row is written once, by the later call. What the provider
     * had no room for, or was never asked for, was no contact with anybody.
     */
    Uni<Void> touchContacts(TenantId tenant, SqlConnection connection, List<Finished> finished) {
        Map<UUID, Contact> contacts = new TreeMap<>();
        finished.stream()
                .filter(Finished::consumed)
                .forEach(each -> contacts.merge(each.customer(), Contact.of(each), Contact::then));
        if (contacts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Contact> rows = List.copyOf(contacts.values());
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(contacts.keySet().toArray(UUID[]::new))
                .addValue(Targets.times(rows, Contact::at))
                .addValue(Targets.ints(rows, Contact::calls))
                .addValue(Targets.ints(rows, Contact::answered))
                .addValue(Targets.times(rows, Contact::answeredAt))
                .addValue(Targets.texts(rows, Contact::outcome))
                .addValue(Targets.texts(rows, Contact::disposition))
                .addValue(Targets.texts(rows, contact -> String.join(",", contact.dispositions())));
        return connection.preparedQuery(TOUCH_CONTACTS).execute(values).replaceWithVoid();
    }

    /** Whoever waits for one of these calls to end, of each number the first, need not wait longer. */
    Uni<Void> freeNumbers(TenantId tenant, SqlConnection connection, List<Finished> finished, Instant now) {
        return connection
                .preparedQuery(FREE_NUMBERS)
                .execute(Tuple.of(tenant.value(), live(finished, "phone"), DueStore.utc(now)))
                .replaceWithVoid();
    }

    /** Numbers whose owners asked, during a call, not to be called again. */
    Uni<Void> keepOptOuts(TenantId tenant, SqlConnection connection, CallOptOuts optOuts, Instant now) {
        return optOuts.write(connection, tenant, doNotCall, now);
    }

    /**
     * Tells webhooks which calls ended: nothing is done unless one wants to hear of it.
     *
     * @param heard what the lock on the tenant's capacity said
     */
    Uni<Void> tell(TenantId tenant, SqlConnection connection, boolean heard, List<Finished> finished, Instant now) {
        return heard && !finished.isEmpty()
                ? outbox.callsEnded(
                        connection,
                        tenant,
                        finished.stream()
                                .map(each -> each.live().getUUID("attempt_id"))
                                .toList(),
                        now)
                : Uni.createFrom().voidItem();
    }

    /** As {@link LateOptOuts#keep}, of ends of which some may be of calls that nobody knows. */
    Uni<Void> keepLateOptOuts(
            TenantId tenant, SqlConnection connection, Collection<CallEvent.Ended> ends, Instant now) {
        return lateOptOuts.keep(connection, tenant, ends, now);
    }

    /** Remembers numbers that do not exist: two campaigns may have found it in the same batch, and a customer is written once. */
    Uni<Void> flagInvalid(TenantId tenant, SqlConnection connection, List<Finished> finished) {
        Map<UUID, String> numbers = new TreeMap<>();
        for (Finished each : finished) {
            if (each.end().outcome() == Outcome.INVALID_NUMBER) {
                numbers.put(each.customer(), each.live().getString("phone"));
            }
        }
        return numbers.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(FLAG_INVALID)
                        .execute(Tuple.of(
                                tenant.value(),
                                numbers.keySet().toArray(UUID[]::new),
                                numbers.values().toArray(String[]::new)))
                        .replaceWithVoid();
    }

    private static String disposition(CallEvent.Ended end) {
        return end.disposition() == null
                ? Disposition.NONE.code()
                : end.disposition().code();
    }

    private record Contact(
            Instant at,
            int calls,
            int answered,
            Instant answeredAt,
            String outcome,
            String disposition,
            Set<String> dispositions) {

        static Contact of(Finished finished) {
            CallEvent.Ended end = finished.end();
            boolean answered = finished.answeredByPerson();
            return new Contact(
                    end.at(),
                    1,
                    answered ? 1 : 0,
                    answered ? end.at() : null,
                    end.outcome().code(),
                    SettleStore.disposition(end),
                    end.disposition() == null || end.disposition() == Disposition.NONE
                            ? Set.of()
                            : Set.of(end.disposition().code()));
        }

        Contact then(Contact later) {
            Set<String> all = new LinkedHashSet<>(dispositions);
            all.addAll(later.dispositions);
            return new Contact(
                    later.at,
                    calls + later.calls,
                    answered + later.answered,
                    later.answeredAt == null ? answeredAt : later.answeredAt,
                    later.outcome,
                    later.disposition,
                    all);
        }
    }

    private static String[] live(List<Finished> finished, String column) {
        return Targets.texts(finished, each -> each.live().getString(column));
    }

    private static OffsetDateTime[] times(List<Finished> finished, Function<Finished, OffsetDateTime> value) {
        return finished.stream().map(value).toArray(OffsetDateTime[]::new);
    }
}
