/**
 * Watching: progress, calls, events out. Owns no table; reads counters that the dialer keeps, so that watching costs the same
 * whatever the size of a campaign, and promises to be within a second of the truth.
 */
package io.outdial.insight;
