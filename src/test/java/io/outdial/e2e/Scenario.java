package io.outdial.e2e;

import java.time.Duration;

/**
 * What a sipp user agent does with each call it gets; the text is in sipp's own language. Each of them answers OPTIONS outside
 * a call, and accepts new offers (re-INVITE) during one.
 */
public record Scenario(String name, String xml) {

    /** Rings, answers, and keeps the call until the other side hangs up. */
    public static Scenario answer() {
        return of("answer", SippXml.RINGING + SippXml.OK + SippXml.ACK + SippXml.talk());
    }

    /** Answers, and hangs up after this time without an event in the call. */
    public static Scenario answerThenHangUp(Duration talk) {
        return of("hang-up", SippXml.RINGING + SippXml.OK + SippXml.ACK + SippXml.talk(talk) + SippXml.BYE);
    }

    /** Rings for this long before it answers; a CANCEL meanwhile ends the call as it should. */
    public static Scenario answerAfter(Duration ringing) {
        return of(
                "answer-late",
                SippXml.RINGING
                        + SippXml.awaitCancel(ringing)
                        + SippXml.OK
                        + SippXml.ACK
                        + SippXml.talk()
                        + SippXml.cancelled());
    }

    /** Rings until the caller gives up. */
    public static Scenario ring() {
        return of("ring", SippXml.RINGING + SippXml.awaitCancel() + SippXml.cancelled());
    }

    /** Rings until a CANCEL comes, which its own answer has crossed: the caller is in a call that it no longer wants. */
    public static Scenario answerCrossingCancel() {
        return of(
                "crossing",
                SippXml.RINGING
                        + SippXml.recv("CANCEL")
                        + SippXml.okTo("CANCEL")
                        + SippXml.okTo("INVITE")
                        + SippXml.ACK
                        + SippXml.talk());
    }

    /** Refuses at once with this final response, and these headers (whole lines) on it. */
    public static Scenario refuse(int status, String reason, String... headers) {
        return of("refuse-" + status, SippXml.refusal(status, reason, headers) + SippXml.ACK);
    }

    /** Rings, then refuses. */
    public static Scenario ringThenRefuse(int status, String reason, String... headers) {
        return of("ring-refuse-" + status, SippXml.RINGING + SippXml.refusal(status, reason, headers) + SippXml.ACK);
    }

    /** Never answers anything, not even that it is trying. */
    public static Scenario silence() {
        return of("silence", SippXml.recv("CANCEL"));
    }

    /**
     * Asks for digest authentication (407, MD5, qop auth) and takes any answer for good: whether it was, {@link Digest#proves}
     * says of the second INVITE.
     */
    public static Scenario challenge() {
        return of(
                "challenge",
                SippXml.challenge("47ebe028cda119c35d4877b383027d28da013815")
                        + SippXml.recv("INVITE")
                        + SippXml.RINGING
                        + SippXml.OK
                        + SippXml.ACK
                        + SippXml.talk());
    }

    /** Asks for digest authentication and, as if the password were wrong, asks again with another nonce. */
    public static Scenario challengeTwice() {
        return of(
                "challenge-twice",
                SippXml.challenge("47ebe028cda119c35d4877b383027d28da013815")
                        + SippXml.recv("INVITE")
                        + SippXml.challenge("a4a0a30e6a2a4a0f8e5d5c2b7d1c9a3e5f6b7c8d"));
    }

    /**
     * What happens depends on the last digit of the number that is called, as {@link Fate} says: a carrier for whole campaigns.
     *
     * @param talk after how long a call of {@link Fate#HANGS_UP} is ended
     */
    public static Scenario byNumber(Duration talk) {
        return of("by-number", SippXml.byNumber(talk));
    }

    private static Scenario of(String name, String afterInvite) {
        return new Scenario(name, SippXml.scenario(name, afterInvite));
    }

    /** What {@link #byNumber} does with a number, by its last digit. */
    public enum Fate {
        ANSWERS,
        HANGS_UP,
        BUSY,
        DECLINES,
        RINGS,
        DOES_NOT_EXIST;

        /** 0–3 answers, 4 and 5 answers and hangs up, 6 busy, 7 declines, 8 rings for ever, 9 does not exist. */
        public static Fate of(String number) {
            return switch (number.charAt(number.length() - 1)) {
                case '0', '1', '2', '3' -> ANSWERS;
                case '4', '5' -> HANGS_UP;
                case '6' -> BUSY;
                case '7' -> DECLINES;
                case '8' -> RINGS;
                default -> DOES_NOT_EXIST;
            };
        }
    }
}
