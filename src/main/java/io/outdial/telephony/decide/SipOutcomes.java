package io.outdial.telephony.decide;

import static java.util.Map.entry;

import io.outdial.kernel.Outcome;
import java.util.Map;
import java.util.Set;

/**
 * What a call came to by the final response of SIP (RFC 3261 section 21, RFC 8197, RFC 8688) or the cause of Q.850 (ITU-T
 * Q.850 section 2.2.7; the pairs with SIP are those of RFC 3398).
 */
public final class SipOutcomes {

    /** By status code; the others follow their class, see {@link #ofStatus}. */
    public static final Map<Integer, Outcome> BY_STATUS = Map.ofEntries(
            entry(401, Outcome.CONFIG_ERROR),
            entry(403, Outcome.CONFIG_ERROR),
            entry(404, Outcome.INVALID_NUMBER),
            entry(407, Outcome.CONFIG_ERROR),
            entry(408, Outcome.NO_ANSWER),
            entry(410, Outcome.INVALID_NUMBER),
            entry(480, Outcome.NO_ANSWER),
            entry(484, Outcome.INVALID_NUMBER),
            entry(485, Outcome.INVALID_NUMBER),
            entry(486, Outcome.BUSY),
            entry(487, Outcome.NO_ANSWER),
            entry(600, Outcome.BUSY),
            entry(603, Outcome.REJECTED),
            entry(604, Outcome.INVALID_NUMBER),
            entry(607, Outcome.BLOCKED),
            entry(608, Outcome.BLOCKED));

    /** By cause; the others are {@link Outcome#REJECTED}, which is tried once more, much later. */
    public static final Map<Integer, Outcome> BY_CAUSE = Map.ofEntries(
            entry(1, Outcome.INVALID_NUMBER), // unallocated number
            entry(2, Outcome.CONGESTION), // no route to the transit network
            entry(3, Outcome.INVALID_NUMBER), // no route to the destination
            entry(16, Outcome.NO_ANSWER), // normal clearing, before an answer
            entry(17, Outcome.BUSY),
            entry(18, Outcome.NO_ANSWER), // no user responding
            entry(19, Outcome.NO_ANSWER), // no answer from the user
            entry(20, Outcome.NO_ANSWER), // subscriber absent
            entry(21, Outcome.REJECTED), // call rejected
            entry(22, Outcome.INVALID_NUMBER), // number changed
            entry(27, Outcome.NO_ANSWER), // destination out of order
            entry(28, Outcome.INVALID_NUMBER), // invalid number format
            entry(29, Outcome.REJECTED), // facility rejected
            entry(31, Outcome.NO_ANSWER), // normal, unspecified
            entry(34, Outcome.CONGESTION), // no circuit available
            entry(38, Outcome.CONGESTION), // network out of order
            entry(41, Outcome.CONGESTION), // temporary failure
            entry(42, Outcome.CONGESTION), // switching equipment congestion
            entry(44, Outcome.CONGESTION), // requested channel not available
            entry(47, Outcome.CONGESTION), // resource unavailable
            entry(50, Outcome.CONFIG_ERROR), // facility not subscribed
            entry(57, Outcome.CONFIG_ERROR)); // bearer capability not authorized

    /** Causes that say nothing more than the status: normal clearing, normal unspecified, interworking unspecified. */
    private static final Set<Integer> VAGUE = Set.of(16, 31, 127);

    private SipOutcomes() {}

    /**
     * @param status a final response that is no success, 300 to 699
     */
    public static Outcome ofStatus(int status) {
        Outcome known = BY_STATUS.get(status);
        if (known != null) {
            return known;
        }
        return status >= 500 && status < 600 ? Outcome.CONGESTION : Outcome.REJECTED;
    }

    /** @param cause 1 to 127 */
    public static Outcome ofCause(int cause) {
        return BY_CAUSE.getOrDefault(cause, Outcome.REJECTED);
    }

    /**
     * What a final response with a {@code Reason} header means: the cause is the called network's own word and goes before the
     * status that a gateway made of it (RFC 3398 section 8), unless it is a vague one or the trunk refused us ourselves.
     *
     * @param cause of Q.850; null without one
     */
    public static Outcome of(int status, Integer cause) {
        boolean ours = status == 401 || status == 407;
        return ours || cause == null || VAGUE.contains(cause) ? ofStatus(status) : ofCause(cause);
    }
}
