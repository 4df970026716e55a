package io.outdial.telephony.decide;

import io.outdial.kernel.Outcome;

/**
 * What a platform's reason for the end of a call means, which may depend on whether somebody had picked up.
 *
 * @param answered the outcome of a call that was answered
 * @param unanswered the outcome of one that was not
 * @param fault whether the agent's side failed: an answered call that it left at once was abandoned
 */
public record EndMeaning(Outcome answered, Outcome unanswered, boolean fault) {

    /** Somebody who picked up and met no agent within this time counts as abandoned (47 CFR 64.1200(a)(7)). */
    public static final int ABANDONED_SECONDS = 2;

    /** A conversation that somebody ended, or a call that was cancelled before there was one. */
    public static final EndMeaning TALK = new EndMeaning(Outcome.ANSWERED_HUMAN, Outcome.NO_ANSWER, false);

    /** The agent's side failed: before the answer nothing was spent on the person. */
    public static final EndMeaning FAULT = new EndMeaning(Outcome.ANSWERED_HUMAN, Outcome.CONGESTION, true);

    public static EndMeaning always(Outcome outcome) {
        return new EndMeaning(outcome, outcome, false);
    }

    /** Whether it matters if somebody picked up. */
    public boolean depends() {
        return answered != unanswered;
    }

    /** @param talkSeconds null when not known */
    public Outcome outcome(boolean pickedUp, Integer talkSeconds) {
        if (!pickedUp) {
            return unanswered;
        }
        return fault && talkSeconds != null && talkSeconds <= ABANDONED_SECONDS ? Outcome.ABANDONED : answered;
    }
}
