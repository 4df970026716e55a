package io.outdial.telephony;

import io.outdial.platform.NotSent;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to make telephone calls: one adapter per provider. What happens to a call after it was placed arrives at the
 * {@link CallEventSink}. No method blocks its caller.
 */
public interface TelephonyGateway {

    /** The adapter's name in configuration, metrics and stored attempts, such as {@code simulator}. */
    String name();

    Capabilities capabilities();

    /**
     * Makes a call. The attempt is the idempotency key: within {@link Capabilities#idempotencyWindow()} a second request
     * with the same attempt answers the same call and makes no other.
     *
     * @return what the provider answered; a failure means that nobody knows whether the call was made, unless it is a
     *     {@link NotSent}
     */
    Uni<Placed> place(CallRequest request);

    /** Ends a live call; does nothing when it is over or was never made. Fails when the call may go on. */
    Uni<Void> hangUp(CallReference call);

    /** Asks what became of an attempt. Only as good as {@link Capabilities#lookUpIsAuthoritative()}. */
    Uni<LookUp> lookUp(CallReference call);

    /**
     * What a call that is over cost, in the tenant's currency, of a provider that says so later than the end
     * ({@link CallEvent.Ended#priceFollows}).
     *
     * @return empty when it does not say yet
     */
    default Uni<Optional<BigDecimal>> price(CallReference call) {
        return Uni.createFrom().item(Optional.empty());
    }

    /** As {@link TelephonyAdapter#localCalls}, of a gateway that has no connections. */
    default Stream<LocalCall> localCalls() {
        return Stream.empty();
    }

    /** Whether the provider would take calls now. Never fails. */
    Uni<Boolean> available();

    /**
     * What a person who set it up wants to know.
     *
     * @param detail a sentence: what is wrong, or what answered
     */
    record Checked(boolean ok, String detail) {}

    /** Asks the provider whether it knows us, without making a call. Never fails. */
    default Uni<Checked> check() {
        return available().map(ok -> new Checked(ok, ok ? "It takes calls." : "It takes no calls now."));
    }
}
