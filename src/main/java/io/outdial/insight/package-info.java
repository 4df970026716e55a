/**
 * Watching: progress, calls, events out, and what came of calls later. Owns {@code conversion}, and adds conversions to the counters
 * that the dialer keeps; reads these counters, so that watching costs the same
 * whatever the size of a campaign, and promises to be within a second of the truth.
 */
package io.outdial.insight;
