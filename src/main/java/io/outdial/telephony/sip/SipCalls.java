package io.outdial.telephony.sip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.Leg;
import io.outdial.telephony.sip.decide.SipIds;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * The calls of this process, and whom a message is for. A call is remembered for a minute after its end, so that a repeated
 * request for it makes no other and late messages are still answered. Counts {@code outdial.telephony.sip.calls.open} and
 * {@code outdial.telephony.sip.dialogs.leaked}: calls that were over and still had a dialog when every timer of the protocol
 * had run out; there should never be one.
 */
@ApplicationScoped
class SipCalls implements SipTransport.Inbox {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(SipCalls.class);
    /** CANCEL, its final response, BYE and its answer: 64 times T1 each, and some room. */
    private static final Duration LEAKED_AFTER = Duration.ofSeconds(110);

    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(2);

    private final SipParts parts;
    private final SipSettings settings;
    private final ExecutorService threads;
    private final Counter leaked;
    private final Map<AttemptId, SipCall> byAttempt = new ConcurrentHashMap<>();
    private final Map<String, SipCall> byCallId = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile CountDownLatch left;

    /** For the proxy of the application scope only. */
    SipCalls() {
        parts = null;
        settings = null;
        threads = null;
        leaked = null;
    }

    @jakarta.inject.Inject
    SipCalls(SipParts parts, SipSettings settings, MeterRegistry metrics) {
        this.parts = parts;
        this.settings = settings;
        threads = Executors.newFixedThreadPool(settings.threads(), task -> {
            Thread thread = new Thread(task, "sip-call");
            thread.setDaemon(true);
            return thread;
        });
        leaked = metrics.counter("outdial.telephony.sip.dialogs.leaked");
        metrics.gauge("outdial.telephony.sip.calls.open", open);
        parts.transport().listen(this);
    }

    ExecutorService threads() {
        return threads;
    }

    SipParts parts() {
        return parts;
    }

    int open() {
        return open.get();
    }

    double leaked() {
        return leaked.count();
    }

    boolean full() {
        return open.get() >= settings.maxCalls();
    }

    /** Also those that ended less than a minute ago. */
    Stream<LocalCall> all() {
        return byAttempt.values().stream().map(call -> call);
    }

    Optional<SipCall> find(AttemptId attempt) {
        return Optional.ofNullable(byAttempt.get(attempt));
    }

    /** The attempt's call, begun if there is none. */
    SipCall begin(AttemptId attempt, Supplier<SipCall.Order> order) {
        SipCall[] begun = new SipCall[1];
        SipCall call = byAttempt.computeIfAbsent(attempt, any -> {
            begun[0] = new SipCall(order.get(), parts, new Mailbox(threads), this);
            return begun[0];
        });
        if (begun[0] != null) {
            open.incrementAndGet();
            also(call.order().providerCallId(), call);
            call.start();
        }
        return call;
    }

    /** Messages with this identifier are the call's too. */
    void also(String callId, SipCall call) {
        byCallId.put(callId, call);
    }

    /** Nothing was sent: the attempt may be asked for again. */
    void never(SipCall call) {
        if (byAttempt.remove(call.order().request().attempt(), call)) {
            open.decrementAndGet();
            byCallId.remove(call.order().providerCallId(), call);
        }
    }

    /** Its end was told; its last messages may be under way. */
    void over(SipCall call) {
        parts.vertx().setTimer(LEAKED_AFTER.toMillis(), id -> {
            if (!call.done() && byAttempt.get(call.order().request().attempt()) == call) {
                leaked.increment();
                LOG.errorf(
                        "Call %s is over and has a dialog left: %s",
                        call.order().request().attempt(), call.machine());
                done(call);
            }
        });
    }

    /** @return false when it was known before that nothing of it is left */
    boolean done(SipCall call) {
        AttemptId attempt = call.order().request().attempt();
        if (byAttempt.get(attempt) != call || !call.finish()) {
            return false;
        }
        open.decrementAndGet();
        CountDownLatch waits = left;
        if (waits != null) {
            waits.countDown();
        }
        parts.vertx().setTimer(REMEMBERED.toMillis(), id -> {
            byAttempt.remove(attempt, call);
            for (Leg leg : Leg.values()) {
                byCallId.remove(SipIds.callId(attempt, leg), call);
            }
        });
        return true;
    }

    @Override
    public void request(Request request, ServerTransaction transaction) {
        String callId = SipMessages.callId(request);
        SipCall call = byCallId.get(callId);
        if (call != null && SipIds.tag(callId).equals(SipMessages.toTag(request))) {
            call.post(() -> {
                SipLeg leg = call.leg(callId);
                boolean theirs = leg != null
                        && leg.dialog() != null
                        && leg.dialog().remoteTag().equals(SipMessages.fromTag(request));
                if (theirs) {
                    call.peers().take(leg, request, transaction);
                } else if (transaction != null) {
                    refuse(request, transaction, 481);
                }
            });
        } else if (transaction != null) {
            threads.execute(() -> refuse(request, transaction, outside(request)));
        }
    }

    /** What a request of no dialog of ours is answered: nobody can call here. */
    private static int outside(Request request) {
        if (SipMessages.toTag(request) != null || request.getMethod().equals(Request.CANCEL)) {
            return 481;
        }
        return switch (request.getMethod()) {
            case Request.OPTIONS -> 200;
            case Request.INVITE -> 403;
            default -> 405;
        };
    }

    private void refuse(Request request, ServerTransaction transaction, int status) {
        Response response = PeerRequests.response(request, status);
        if (SipMessages.toTag(response) == null) {
            response = SipMessages.response(status, request, SipIds.tag(SipMessages.callId(request)));
            SipMessages.set(response, "Allow", SipMessages.ALLOW);
        }
        parts.transport().respond(transaction, response);
    }

    @Override
    public void stray(Response response) {
        String callId = SipMessages.callId(response);
        SipCall call = byCallId.get(callId);
        if (call != null) {
            call.post(() -> {
                SipLeg leg = call.leg(callId);
                if (leg != null) {
                    call.stray(leg, response);
                }
            });
        } else if (SipIds.tag(callId).equals(SipMessages.fromTag(response))) {
            threads.execute(() -> letGo(response));
        }
    }

    /**
     * Somebody answered a call that nobody here knows, of an earlier life of this process: it is ended at once. Only at an
     * address that the rule for addresses lets through, so that a forged answer leads nowhere inside.
     */
    private void letGo(Response response) {
        boolean answered = SipMessages.method(response).equals(Request.INVITE)
                && response.getStatusCode() / 100 == 2
                && SipMessages.contact(response) != null;
        if (answered) {
            Dialog dialog = SipMessages.dialog(
                    response,
                    SipMessages.fromUri(response),
                    SipMessages.toUri(response),
                    SipMessages.contact(response));
            parts.hops().alone(dialog).ifPresent(target -> {
                parts.acknowledge(dialog, target);
                parts.bye(dialog.at(dialog.cseq() + 1), target);
            });
        }
    }

    /** Calls die with their process: they are ended, not left to the other sides' timers. After the dialer has had its time. */
    void leave(@Observes @Priority(4_000) ShutdownEvent event) throws InterruptedException {
        int now = open.get();
        if (now > 0) {
            left = new CountDownLatch(now);
            byAttempt.values().forEach(call -> call.hangUp("the service stops"));
            if (!left.await(LEAVES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%d calls were not seen to end", open.get());
            }
        }
        parts.transport().stop();
        threads.shutdownNow();
    }
}
