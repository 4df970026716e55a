package io.outdial.telephony;

import java.time.Duration;

/**
 * What an adapter can do.
 *
 * @param idempotencyWindow how long a repeated request with the same attempt is recognised; zero when it never is
 * @param lookUpIsAuthoritative whether {@link LookUp.Absent} proves that no call was made
 * @param machineDetection whether answering machines are told from people
 * @param recording whether calls can be recorded
 * @param hangUp whether a live call can be ended from here
 * @param costReporting whether the end of a call says what it cost
 */
public record Capabilities(
        Duration idempotencyWindow,
        boolean lookUpIsAuthoritative,
        boolean machineDetection,
        boolean recording,
        boolean hangUp,
        boolean costReporting) {}
