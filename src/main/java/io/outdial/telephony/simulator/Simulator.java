package io.outdial.telephony.simulator;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

/**
 * The made-up network. Every step of every call runs on one thread, from its timers, so a call needs no lock and ten
 * thousand calls need no thread each. Requests only register a call and hand it over.
 */
final class Simulator implements TelephonyGateway, AutoCloseable {

    /** Calls at once, events not yet taken by the sink included; above it requests are refused as congestion. */
    static final int MAX_LIVE = 200_000;
    /** How long an ended call answers repeated requests and look-ups, at most {@link #MAX_ENDED} of them. */
    static final Duration REMEMBERED = Duration.ofMinutes(2);

    private static final int MAX_ENDED = 200_000;
    /** Numbers that share a slot only advance each other's count; a table of fixed size forgets nobody. */
    private static final int SLOTS = 1 << 20;

    private final Odds odds;
    private final long seed;
    private final double speed;
    private final Journal journal;
    private final Clock clock;
    private final Outbox outbox;
    private final ScheduledThreadPoolExecutor timers;
    private final ConcurrentHashMap<AttemptId, SimulatedCall> calls = new ConcurrentHashMap<>();
    private final ArrayDeque<SimulatedCall> ended = new ArrayDeque<>();
    private final AtomicIntegerArray timesCalled = new AtomicIntegerArray(SLOTS);
    private final Duration remembered;
    private volatile int endedCount;
    /** The newest attempt that is forgotten, at first all before this process: of newer ones everything is known. */
    private volatile UUID forgotten = Uuid7.next();

    /**
     * @param remembered how long an ended call answers repeated requests and look-ups
     * @throws IllegalArgumentException when a setting makes no sense
     * @throws java.io.UncheckedIOException when the journal cannot be written
     */
    Simulator(SimulatorSettings settings, Duration remembered, Clock clock, CallEventSink sink) {
        this.remembered = remembered;
        odds = Odds.of(settings);
        seed = settings.seed();
        speed = settings.speed();
        this.clock = clock;
        journal = settings.journal().map(Path::of).map(Journal::new).orElse(null);
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        outbox = new Outbox(sink, timers);
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Duration.ofMinutes(1), false, true, true, true, true);
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        return Uni.createFrom().deferred(() -> {
            SimulatedCall known = calls.get(request.attempt());
            if (known != null) {
                return repeated(known, request);
            }
            if (calls.size() - endedCount + outbox.size() >= MAX_LIVE) {
                return refuse(request, "every line of the simulator is busy");
            }
            CallPlan plan = CallPlan.of(odds, seed, request.to(), ordinal(request));
            if (plan.congested()) {
                return refuse(request, "simulated congestion");
            }
            var call = new SimulatedCall(request, plan);
            known = calls.putIfAbsent(request.attempt(), call);
            return known == null ? make(call) : repeated(known, request);
        });
    }

    private Uni<Placed> make(SimulatedCall call) {
        return journal("create", call.attempt, call.to, call.plan.lostResponse() ? "lost" : "accepted")
                .onFailure()
                .invoke(failure -> {
                    calls.remove(call.attempt, call);
                    call.made().completeExceptionally(failure);
                })
                .invoke(() -> {
                    call.made().complete(null);
                    timers.execute(() -> dial(call));
                })
                .chain(() -> answer(call));
    }

    private Uni<Placed> repeated(SimulatedCall call, CallRequest request) {
        if (!call.tenant.equals(request.tenant())) {
            return Uni.createFrom().failure(new IllegalArgumentException("the attempt belongs to another tenant"));
        }
        return call.whenMade()
                .chain(() -> journal("create", request.attempt(), request.to(), "repeated"))
                .replaceWith(new Placed.Accepted(call.id));
    }

    private Uni<Placed> refuse(CallRequest request, String reason) {
        return journal("create", request.attempt(), request.to(), Outcome.CONGESTION.code())
                .replaceWith(new Placed.Refused(Outcome.CONGESTION, reason));
    }

    private static Uni<Placed> answer(SimulatedCall call) {
        return call.plan.lostResponse()
                ? Uni.createFrom().failure(new IOException("simulated loss of the response"))
                : Uni.createFrom().item(new Placed.Accepted(call.id));
    }

    private int ordinal(CallRequest request) {
        int hash = request.tenant().hashCode() * 31 + request.to().hashCode();
        return timesCalled.getAndIncrement((hash ^ (hash >>> 16)) & (SLOTS - 1));
    }

    @Override
    public Uni<Void> hangUp(CallReference reference) {
        return Uni.createFrom().voidItem().invoke(() -> {
            SimulatedCall call = calls.get(reference.attempt());
            if (call != null && call.tenant.equals(reference.tenant())) {
                cutSoon(call);
            }
        });
    }

    private void cutSoon(SimulatedCall call) {
        Future<?> unused = call.made().thenRunAsync(() -> cut(call), timers);
    }

    @Override
    public Stream<LocalCall> localCalls() {
        return calls.values().stream().filter(call -> call.end() == null).map(Local::new);
    }

    private final class Local implements LocalCall {

        private final SimulatedCall call;

        Local(SimulatedCall call) {
            this.call = call;
        }

        @Override
        public TenantId tenant() {
            return call.tenant;
        }

        @Override
        public AttemptId attempt() {
            return call.attempt;
        }

        @Override
        public boolean over() {
            return call.end() != null;
        }

        @Override
        public void hangUp(String why) {
            cutSoon(call);
        }
    }

    @Override
    public Uni<LookUp> lookUp(CallReference reference) {
        return Uni.createFrom().item(() -> {
            SimulatedCall call = calls.get(reference.attempt());
            if (call == null && !isNewer(reference.attempt().value(), forgotten)) {
                return new LookUp.Unsure();
            }
            if (call == null || !call.tenant.equals(reference.tenant())) {
                return new LookUp.Absent();
            }
            CallEvent.Ended end = call.end();
            return end == null ? new LookUp.Live(call.id) : new LookUp.Over(end);
        });
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(true);
    }

    // From here on everything runs on the simulator's thread.

    private void dial(SimulatedCall call) {
        if (call.end() != null) {
            return;
        }
        double connect = Math.min(1, call.ringSeconds() / 2);
        if (!call.plan.rings()) {
            call.next = after(call.ringSeconds(), () -> finish(call));
            return;
        }
        call.next = after(connect, () -> {
            outbox.send(call.ringing(clock.instant()));
            call.next = after(call.ringSeconds() - connect, () -> pickUp(call));
        });
    }

    private void pickUp(SimulatedCall call) {
        if (!call.willBeAnswered()) {
            finish(call);
            return;
        }
        outbox.send(call.answered(clock.instant()));
        call.next = after(call.talkSeconds(), () -> finish(call));
    }

    private void finish(SimulatedCall call) {
        end(call, call.over(clock.instant(), speed));
    }

    private void cut(SimulatedCall call) {
        if (call.end() == null) {
            if (call.next != null) {
                call.next.cancel(false);
            }
            end(call, call.hungUp(clock.instant(), speed));
        }
    }

    private void end(SimulatedCall call, CallEvent.Ended end) {
        ended.add(call);
        forget(end.at().minus(remembered));
        // The event goes out even if its line could not be written: the caller must learn of the end.
        journal("end", call.attempt, call.to, end.outcome().code())
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(written -> {});
        outbox.send(end);
    }

    private void forget(Instant before) {
        while (ended.size() > MAX_ENDED
                || (!ended.isEmpty() && ended.peek().end().at().isBefore(before))) {
            SimulatedCall old = ended.remove();
            if (isNewer(old.attempt.value(), forgotten)) {
                forgotten = old.attempt.value();
            }
            calls.remove(old.attempt, old);
        }
        endedCount = ended.size();
    }

    /** Whether an attempt was named later than another, to the millisecond, which is what UUIDv7 can tell. */
    private static boolean isNewer(UUID id, UUID than) {
        return Uuid7.instantOf(id).isAfter(Uuid7.instantOf(than));
    }

    private Future<?> after(double virtualSeconds, Runnable step) {
        return timers.schedule(step, (long) (virtualSeconds * 1e6 / speed), TimeUnit.MICROSECONDS);
    }

    private Uni<Void> journal(String what, AttemptId attempt, String to, String answer) {
        return journal == null
                ? Uni.createFrom().voidItem()
                : journal.add(clock.instant() + " " + what + " " + attempt + " " + to + " " + answer);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        if (journal != null) {
            journal.close();
        }
    }
}
