/**
 * The port to the telephone network: {@link io.outdial.telephony.TelephonyGateway}, its requests and events, and
 * {@link io.outdial.telephony.GuardedTelephony}, the gateway behind a timeout and a circuit breaker; tenants' connections,
 * {@link io.outdial.telephony.Connections}, each behind a guard of its own; and what providers report, taken once by
 * {@link io.outdial.telephony.CallMemory}. Each adapter has a folder below and nothing imports it. Owns
 * {@code telephony_connection}, {@code telephony_use} and {@code telephony_call}. Promises that a failed {@code place} always means "nobody knows
 * whether the call was made" ({@link io.outdial.platform.NotSent} excepted, which the guard turns into an answer),
 * and that everything certain is an answer.
 */
package io.outdial.telephony;
