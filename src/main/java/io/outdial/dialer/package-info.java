/**
 * Calls the targets of active campaigns: claims what is due under every limit, decides, places, takes the calls' events
 * and settles their outcomes. Owns {@code ready}, {@code live_attempt}, {@code attempt}, {@code target}, {@code
 * campaign_counter}, {@code campaign_tally}, {@code campaign_slot}, {@code campaign_quality}, {@code customer_contact}, {@code
 * invalid_number}, {@code price_due}, {@code erased_while_called} and {@code telephony_test_call}. Promises at most one create request per attempt, one live attempt per number and tenant, limits
 * that are never exceeded whichever replicas run, and that no target is lost: an attempt is written before anything is
 * sent. {@code dialer.decide} is pure; {@code *Store} is SQL; the rest is IO.
 */
package io.outdial.dialer;
