package io.outdial.telephony;

/**
 * How good a conversation was, as far as the provider measures it. Whatever it does not measure is null.
 *
 * @param mos mean opinion score of the sound, 1 (bad) to 5 (excellent), ITU-T P.800
 * @param responseMillis mean silence between the end of the person's words and the agent's answer
 * @param interruptions how often one of the two cut the other off
 * @param sentiment of the called person, -1 (angry) to 1 (pleased)
 */
public record CallQuality(Double mos, Integer responseMillis, Integer interruptions, Double sentiment) {}
