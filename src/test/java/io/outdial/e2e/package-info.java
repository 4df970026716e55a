/**
 * The service against real peers: SIP user agents that other people wrote, and an identity provider. Classes named {@code
 * …E2E} run with {@code ./mvnw -Pe2e verify}; the others here start the peers on the loopback interface, read what they
 * wrote down, and end them. Their logs are in {@code target/e2e/}.
 */
package io.outdial.e2e;
