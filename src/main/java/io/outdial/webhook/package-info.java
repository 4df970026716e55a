/**
 * Tells tenants' own systems what happens, by the Standard Webhooks specification: subscriptions, an outbox that other rooms
 * write in the transaction in which something happens, and the deliveries with their log. {@code webhook.decide} is pure. Owns
 * {@code webhook}, {@code webhook_event}, {@code webhook_delivery}, {@code webhook_attempt} and {@code webhook_due}; sets
 * {@code call_events} of the tenant's capacity. Promises that what is committed is delivered at least once to every webhook
 * that was enabled, or ends as a dead letter that can be sent again; that no message holds personal data beyond ids and masked
 * numbers; and that a slow or broken endpoint holds up nobody else.
 */
package io.outdial.webhook;
