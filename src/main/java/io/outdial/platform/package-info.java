/**
 * What every room stands on: transactions that carry the tenant, named SQL, problem documents, the caller's identity
 * and its permissions, bounds on requests, and answers to repeated ones. Owns {@code idempotency_key} and no table of the
 * product; knows no feature.
 */
package io.outdial.platform;
