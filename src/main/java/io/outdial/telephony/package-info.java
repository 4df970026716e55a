/**
 * The port to the telephone network: {@link io.outdial.telephony.TelephonyGateway}, its requests and events, and
 * {@link io.outdial.telephony.GuardedTelephony}, the gateway behind a timeout and a circuit breaker. Each adapter has a
 * folder below and nothing imports it. Owns no table. Promises that a failed {@code place} always means "nobody knows
 * whether the call was made" ({@link io.outdial.telephony.NotSentException} excepted, which the guard turns into an answer),
 * and that everything certain is an answer.
 */
package io.outdial.telephony;
