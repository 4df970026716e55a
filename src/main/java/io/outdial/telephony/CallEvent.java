package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import java.math.BigDecimal;
import java.time.Instant;

/** Something that happened to a call. Every accepted call has one {@link Ended}, the last of its events. */
public sealed interface CallEvent {

    TenantId tenant();

    AttemptId attempt();

    /** When it happened, by the adapter's clock. */
    Instant at();

    /** The called telephone rings. */
    record Ringing(TenantId tenant, AttemptId attempt, Instant at) implements CallEvent {}

    /** Somebody or something picked up; which of them is known at the end. */
    record Answered(TenantId tenant, AttemptId attempt, Instant at) implements CallEvent {}

    /**
     * The call is over.
     *
     * @param reason the provider's words, for people; may be null
     * @param talkSeconds from answer to end; 0 when nobody answered
     * @param cost what the provider charges; null when it does not say
     * @param quality what the provider measured; null when it measured nothing
     * @param satisfaction the called person's own rating, 1 to 5; null when not asked
     * @param callbackAt when the person asked to be called again; null when they did not
     * @param recordingUrl where the recording is; null without one
     * @param heard what came from the person; null when nobody wrote it down
     * @param summary what the conversation was about, in the voice agent's words; null without one
     * @param priceFollows whether {@code cost} is missing or an estimate, and the provider can be asked for the price later,
     *     see {@link TelephonyGateway#price}
     * @param asked as {@link Placed#asked}
     */
    record Ended(
            TenantId tenant,
            AttemptId attempt,
            Instant at,
            Outcome outcome,
            Disposition disposition,
            String reason,
            int talkSeconds,
            BigDecimal cost,
            CallQuality quality,
            Integer satisfaction,
            Instant callbackAt,
            String recordingUrl,
            Heard heard,
            String summary,
            boolean priceFollows,
            boolean asked)
            implements CallEvent {

        /** The end of a call that a provider was asked for, whose cost is final, without a summary. */
        public Ended(
                TenantId tenant,
                AttemptId attempt,
                Instant at,
                Outcome outcome,
                Disposition disposition,
                String reason,
                int talkSeconds,
                BigDecimal cost,
                CallQuality quality,
                Integer satisfaction,
                Instant callbackAt,
                String recordingUrl,
                Heard heard) {
            this(
                    tenant,
                    attempt,
                    at,
                    outcome,
                    disposition,
                    reason,
                    talkSeconds,
                    cost,
                    quality,
                    satisfaction,
                    callbackAt,
                    recordingUrl,
                    heard,
                    null,
                    false,
                    true);
        }

        /** An end without what the person pressed or said. */
        public Ended(
                TenantId tenant,
                AttemptId attempt,
                Instant at,
                Outcome outcome,
                Disposition disposition,
                String reason,
                int talkSeconds,
                BigDecimal cost,
                CallQuality quality,
                Integer satisfaction,
                Instant callbackAt,
                String recordingUrl) {
            this(
                    tenant,
                    attempt,
                    at,
                    outcome,
                    disposition,
                    reason,
                    talkSeconds,
                    cost,
                    quality,
                    satisfaction,
                    callbackAt,
                    recordingUrl,
                    null);
        }

        /** The end of a call that was refused before anybody rang. */
        public static Ended refused(TenantId tenant, AttemptId attempt, Placed.Refused refused, Instant at) {
            return new Ended(
                    tenant,
                    attempt,
                    at,
                    refused.outcome(),
                    Disposition.NONE,
                    refused.reason(),
                    0,
                    BigDecimal.ZERO,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    refused.asked());
        }

        /** The same with another disposition. */
        public Ended as(Disposition other) {
            return saying(other, heard);
        }

        /**
         * What two reports of one end come to: the first word stands, but an opt-out counts whichever of them tells it, and
         * nothing is lost of what was heard.
         */
        public Ended and(Ended later) {
            boolean optsOut = disposition == Disposition.OPTED_OUT || later.disposition == Disposition.OPTED_OUT;
            return saying(optsOut ? Disposition.OPTED_OUT : disposition, Heard.both(heard, later.heard));
        }

        /** Whether this may be the end of a call in which somebody asked not to be called again. */
        public boolean mayOptOut() {
            return disposition == Disposition.OPTED_OUT || heard != null;
        }

        private Ended saying(Disposition what, Heard from) {
            return new Ended(
                    tenant,
                    attempt,
                    at,
                    outcome,
                    what,
                    reason,
                    talkSeconds,
                    cost,
                    quality,
                    satisfaction,
                    callbackAt,
                    recordingUrl,
                    from,
                    summary,
                    priceFollows,
                    asked);
        }
    }
}
