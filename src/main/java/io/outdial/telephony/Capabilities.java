package io.outdial.telephony;

import java.time.Duration;

/**
 * What an adapter can do. Whoever places or reconciles calls acts on this and never on an adapter's name.
 *
 * @param idempotencyWindow how long a repeated request with the same attempt is recognised; zero when it never is
 * @param lookUp whether the provider can be asked what became of an attempt
 * @param lookUpIsAuthoritative whether {@link LookUp.Absent} proves that no call was made
 * @param absenceCountsAfter how long after sending such a proof may be believed: what a provider takes to show a call
 * @param machineDetection whether answering machines are told from people
 * @param recording whether calls can be recorded
 * @param hangUp whether a live call can be ended from here
 * @param costReporting whether the end of a call says what it cost
 * @param outlivesReplica whether a call goes on, and its events reach any replica, when the one that placed it is gone; where
 *     it does not, the adapter or gateway tells which calls live here ({@link TelephonyAdapter#localCalls})
 */
public record Capabilities(
        Duration idempotencyWindow,
        boolean lookUp,
        boolean lookUpIsAuthoritative,
        Duration absenceCountsAfter,
        boolean machineDetection,
        boolean recording,
        boolean hangUp,
        boolean costReporting,
        boolean outlivesReplica) {

    /** Of an adapter whose provider makes the calls and reports them to whichever replica it reaches. */
    public Capabilities(
            Duration idempotencyWindow,
            boolean lookUp,
            boolean lookUpIsAuthoritative,
            Duration absenceCountsAfter,
            boolean machineDetection,
            boolean recording,
            boolean hangUp,
            boolean costReporting) {
        this(
                idempotencyWindow,
                lookUp,
                lookUpIsAuthoritative,
                absenceCountsAfter,
                machineDetection,
                recording,
                hangUp,
                costReporting,
                true);
    }

    /** Of an adapter that can be asked and shows a call at once, and whose calls live in this process. */
    public Capabilities(
            Duration idempotencyWindow,
            boolean lookUpIsAuthoritative,
            boolean machineDetection,
            boolean recording,
            boolean hangUp,
            boolean costReporting) {
        this(
                idempotencyWindow,
                true,
                lookUpIsAuthoritative,
                Duration.ZERO,
                machineDetection,
                recording,
                hangUp,
                costReporting,
                false);
    }

    /** Whether a repeated request makes no second call. */
    public boolean idempotent() {
        return !idempotencyWindow.isZero();
    }
}
