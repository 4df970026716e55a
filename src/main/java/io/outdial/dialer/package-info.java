/**
 * Calls the targets of active campaigns: claims what is due under every limit, decides, places, takes the calls' events
 * and settles their outcomes. Owns {@code ready}, {@code live_attempt}, {@code attempt} and {@code invalid_number}, and while a campaign runs its
 * counters, targets and {@code campaign_slot}. Promises at most one create request per attempt, one live attempt per number and tenant, limits
 * that are never exceeded whichever replicas run, and that no target is lost: an attempt is written before anything is
 * sent. {@code dialer.decide} is pure; {@code *Store} is SQL; the rest is IO.
 */
package io.outdial.dialer;
