/**
 * What is said on a call and by whom: voice agents, scripts and their versions. Owns {@code voice_agent}, {@code script}
 * and {@code script_version}; reads {@code customer} only to show what a script says to one. Promises that a version once
 * written never changes, and that retiring takes nothing away from campaigns that pinned it but their next scheduling.
 */
package io.outdial.content;
