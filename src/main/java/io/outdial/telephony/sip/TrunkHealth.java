package io.outdial.telephony.sip;

import io.outdial.platform.NotSent;
import io.outdial.telephony.TelephonyGateway.Checked;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.SipIds;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Whether a trunk is there. An INVITE that nobody answers leaves a call of which nobody knows anything, so one is sent only to a
 * trunk that was heard of lately; otherwise it is asked first, with OPTIONS (RFC 3261 section 11). Any answer to any request
 * counts, also a refusal.
 */
final class TrunkHealth {

    private static final Duration HEARD_LATELY = Duration.ofSeconds(30);
    private static final Duration ANSWERS_WITHIN = Duration.ofMillis(1_500);
    private static final Duration SILENCE_COUNTS = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\s*(\\d{1,9}).*");

    private final boolean asks;
    private final SipParts parts;
    private final Executor threads;
    private volatile long heardAt = System.nanoTime() - HEARD_LATELY.toNanos();
    private volatile long silentAt = System.nanoTime() - SILENCE_COUNTS.toNanos();
    private volatile long waitsUntil = System.nanoTime();

    /** @param asks whether the trunk answers OPTIONS at all */
    TrunkHealth(boolean asks, SipParts parts, Executor threads) {
        this.asks = asks;
        this.parts = parts;
        this.threads = threads;
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    /** A 503 asks to be left alone for a while, which is believed for five minutes at most. */
    void wait(String retryAfter) {
        Matcher seconds = SECONDS.matcher(retryAfter == null ? "" : retryAfter);
        if (seconds.matches()) {
            Duration asked = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
            waitsUntil = System.nanoTime() + (asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT).toNanos();
        }
    }

    /** Whether the trunk asked not to be called now. */
    boolean waits() {
        return System.nanoTime() - waitsUntil < 0;
    }

    /** How long it wants to be left alone from now on; null when it does not. */
    Duration waitsFor() {
        long nanos = waitsUntil - System.nanoTime();
        return nanos > 0 ? Duration.ofNanos(nanos) : null;
    }

    /** Fails with {@link NotSent} when the trunk does not answer. */
    Uni<Void> alive(Party trunk) {
        if (!asks || System.nanoTime() - heardAt < HEARD_LATELY.toNanos()) {
            return Uni.createFrom().voidItem();
        }
        if (System.nanoTime() - silentAt < SILENCE_COUNTS.toNanos()) {
            return Uni.createFrom().failure(new NotSent("the trunk does not answer"));
        }
        return ask(trunk)
                .chain(status -> status == null
                        ? Uni.createFrom().failure(new NotSent("the trunk does not answer"))
                        : Uni.createFrom().voidItem());
    }

    /** Asks now, and says what answered. */
    Uni<Checked> check(Party trunk) {
        return ask(trunk).map(status -> {
            if (status == null) {
                return new Checked(false, "The trunk does not answer OPTIONS.");
            }
            boolean refused = status == 401 || status == 403 || status == 407;
            return refused
                    ? new Checked(false, "The trunk answers, and refuses the credentials: SIP " + status + ".")
                    : status == 503
                            ? new Checked(false, "The trunk answers, and takes no calls now: SIP 503.")
                            : new Checked(true, "The trunk answers: SIP " + status + ".");
        });
    }

    /** The status of the final answer; null for none. */
    private Uni<Integer> ask(Party trunk) {
        return started().chain(() -> asked(trunk));
    }

    /** The stack may have to be started first, which is not the trunk's time. */
    private Uni<Void> started() {
        return Uni.createFrom()
                .emitter(emitter -> threads.execute(() -> {
                    try {
                        parts.transport().provider();
                        emitter.complete(null);
                    } catch (NotSent e) {
                        emitter.fail(e);
                    }
                }));
    }

    private Uni<Integer> asked(Party trunk) {
        return Uni.createFrom()
                .<Integer>emitter(emitter -> threads.execute(() -> {
                    try {
                        options(
                                trunk,
                                SipIds.callId(
                                        new io.outdial.kernel.AttemptId(UUID.randomUUID()),
                                        io.outdial.telephony.sip.decide.Leg.CUSTOMER),
                                1,
                                Map.of(),
                                emitter::complete);
                    } catch (NotSent e) {
                        emitter.fail(e);
                    }
                }))
                .ifNoItem()
                .after(ANSWERS_WITHIN)
                .recoverWithItem((Integer) null)
                .onItem()
                .invoke(status -> {
                    if (status == null) {
                        silentAt = System.nanoTime();
                    } else {
                        heard();
                    }
                })
                .onFailure()
                .invoke(failure -> silentAt = System.nanoTime());
    }

    private void options(Party trunk, String callId, long number, Map<String, String> proofs, Consumer<Integer> then) {
        String host = trunk.target().host();
        String uri = "sip:" + host + ":" + trunk.target().port();
        Dialog none = new Dialog(callId, SipIds.tag(callId), null, trunk.localUri(), uri, uri, List.of(), number);
        Request request = SipMessages.request(
                Request.OPTIONS, none, parts.here(trunk.target()), SipIds.branch(callId, Request.OPTIONS, number));
        SipMessages.set(request, "Contact", parts.here(trunk.target()).contact());
        proofs.forEach((name, value) -> SipMessages.set(request, name, value));
        parts.transport().send(request, trunk.target(), trunk.target().hop(), new SipTransport.Answers() {
            private final AtomicBoolean answered = new AtomicBoolean();

            @Override
            public void response(Response response) {
                int status = response.getStatusCode();
                if (status < 200 || !answered.compareAndSet(false, true)) {
                    return;
                }
                boolean challenged = (status == 401 || status == 407) && trunk.user() != null && proofs.isEmpty();
                Map<String, String> answers = challenged
                        ? Challenges.answers(response, Request.OPTIONS, uri, trunk.user(), trunk.password())
                        : Map.of();
                if (answers.isEmpty()) {
                    then.accept(status);
                } else {
                    threads.execute(() -> {
                        try {
                            options(trunk, callId, number + 1, answers, then);
                        } catch (NotSent e) {
                            then.accept(status);
                        }
                    });
                }
            }

            @Override
            public void silence() {
                // Nobody waits for it any more.
            }
        });
    }
}
