package io.outdial.telephony;

/**
 * What came from the called person during a call, as far as the provider writes it down.
 *
 * @param keys every key they pressed, in order; null or empty for none
 * @param words what they said; null when nobody wrote it down
 */
public record Heard(String keys, String words) {}
