/**
 * The campaign: what people edit, its life from draft to end, the checks before it starts, and the targets that a start
 * makes of its audience.
 *
 * <p>Owns {@code campaign}, {@code campaign_zone}, {@code campaign_stage}, {@code campaign_event} and {@code
 * campaign_event_count}. Fills the dialer's
 * counters, targets and queue when a campaign starts and closes what is open of them when it ends.
 *
 * <p>Promises: a state changes only as {@link io.outdial.campaign.Lifecycle} says, by compare-and-set, with its reason and
 * actor on record; everyone the audience matched is a target, so counts add up; a tenant never has more active campaigns
 * than its limit, whichever replicas start them; a campaign that cannot start yet says why and is tried again.
 */
package io.outdial.campaign;
