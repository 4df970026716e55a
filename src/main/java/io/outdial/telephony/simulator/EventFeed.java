package io.outdial.telephony.simulator;

import io.outdial.kernel.AttemptId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Events of calls until a replica has said that they are safe. Any replica takes any call's events; while one holds some of
 * a call that are not yet safe, the next ones go to it too, so a call's events are never written out of order. When a
 * replica falls silent or keeps an event too long, its events go to the others: each is delivered at least once.
 */
final class EventFeed implements CallEventSink {

    /** A replica that asked for nothing for so long is taken for dead. */
    static final Duration SESSION = Duration.ofSeconds(5);

    /** An event not reported safe within this time is delivered again. */
    static final Duration REDELIVER = Duration.ofSeconds(30);

    static final int MAX_EVENTS = 400_000;

    /** An event on its way; its number stays the same however often it is delivered. */
    record Delivery(long number, CallEvent event) {}

    /** One call's events in order, the first {@code handedOut} of them at {@code holder}. */
    private static final class Line {
        final AttemptId attempt;
        final ArrayDeque<Delivery> events = new ArrayDeque<>();
        int handedOut;
        Replica holder;
        long handedAt;
        boolean waiting;

        Line(AttemptId attempt) {
            this.attempt = attempt;
        }
    }

    private static final class Replica {
        final Set<Line> more = new LinkedHashSet<>();
        final Set<Line> holds = new HashSet<>();
        long seenAt;
        int max;
        Consumer<List<Delivery>> waits;
    }

    private final Map<AttemptId, Line> lines = new HashMap<>();
    private final Set<Line> free = new LinkedHashSet<>();
    private final Map<String, Replica> replicas = new HashMap<>();
    private final Map<Long, Line> unsafe = new HashMap<>();
    private long lastNumber;
    private int size;

    @Override
    public synchronized boolean offer(CallEvent event) {
        if (size >= MAX_EVENTS) {
            return false;
        }
        size++;
        Line line = lines.computeIfAbsent(event.attempt(), Line::new);
        line.events.add(new Delivery(++lastNumber, event));
        queue(line);
        if (line.holder != null) {
            serve(line.holder);
        } else {
            for (Replica replica : replicas.values()) {
                if (replica.waits != null) {
                    serve(replica);
                    break;
                }
            }
        }
        return true;
    }

    /**
     * Gives a replica events to write.
     *
     * @param max how many at most
     * @param answer gets them, at once or when there are some, once; an earlier question of the replica that still waits is
     *     answered with none
     * @param nanos a reading of {@link System#nanoTime()}
     */
    synchronized void take(String name, int max, Consumer<List<Delivery>> answer, long nanos) {
        Replica replica = replicas.computeIfAbsent(name, any -> new Replica());
        replica.seenAt = nanos;
        giveUp(replica);
        replica.waits = answer;
        replica.max = max;
        serve(replica);
    }

    /** Answers a replica that has waited long enough with nothing. */
    synchronized void stopWaiting(String name, Consumer<List<Delivery>> answer) {
        Replica replica = replicas.get(name);
        if (replica != null && replica.waits == answer) {
            giveUp(replica);
        }
    }

    /** These are safe; whoever says so, and however often. */
    synchronized void done(String name, Collection<Long> numbers, long nanos) {
        Replica replica = replicas.get(name);
        if (replica != null) {
            replica.seenAt = nanos;
        }
        for (Long number : numbers) {
            Line line = unsafe.remove(number);
            if (line != null && line.events.removeIf(each -> each.number == number)) {
                size--;
                line.handedOut = Math.max(0, line.handedOut - 1);
                settle(line);
            }
        }
    }

    /** The replica goes away: what it holds goes to the others at once. */
    synchronized void leave(String name) {
        Replica replica = replicas.remove(name);
        if (replica != null) {
            giveUp(replica);
            List.copyOf(replica.holds).forEach(this::release);
            serveAll();
        }
    }

    /** Takes events back from the silent and the slow. */
    synchronized void expire(long nanos) {
        for (Iterator<Replica> each = replicas.values().iterator(); each.hasNext(); ) {
            Replica replica = each.next();
            boolean dead = nanos - replica.seenAt > SESSION.toNanos();
            for (Line line : List.copyOf(replica.holds)) {
                if (dead || nanos - line.handedAt > REDELIVER.toNanos()) {
                    release(line);
                }
            }
            if (dead) {
                giveUp(replica);
                each.remove();
            }
        }
        serveAll();
    }

    /** Events that are not safe yet. */
    synchronized int size() {
        return size;
    }

    private void serveAll() {
        List.copyOf(replicas.values()).forEach(this::serve);
    }

    private void serve(Replica replica) {
        if (replica.waits == null) {
            return;
        }
        List<Delivery> deliveries = new ArrayList<>();
        collect(replica, replica.more, deliveries);
        collect(replica, free, deliveries);
        if (!deliveries.isEmpty()) {
            Consumer<List<Delivery>> answer = replica.waits;
            replica.waits = null;
            answer.accept(deliveries);
        }
    }

    private void collect(Replica replica, Set<Line> queue, List<Delivery> deliveries) {
        Iterator<Line> each = queue.iterator();
        while (each.hasNext() && deliveries.size() < replica.max) {
            Line line = each.next();
            each.remove();
            line.waiting = false;
            line.holder = replica;
            line.handedAt = System.nanoTime();
            replica.holds.add(line);
            int skip = line.handedOut;
            for (Delivery delivery : line.events) {
                if (skip-- <= 0) {
                    deliveries.add(delivery);
                    unsafe.put(delivery.number, line);
                }
            }
            line.handedOut = line.events.size();
        }
    }

    /** Everything that was handed out is safe: anyone may have the next ones. */
    private void settle(Line line) {
        if (line.handedOut > 0) {
            return;
        }
        boolean waited = line.waiting;
        if (line.holder != null) {
            line.holder.holds.remove(line);
            line.holder.more.remove(line);
            line.holder = null;
            line.waiting = false;
        }
        if (line.events.isEmpty()) {
            lines.remove(line.attempt);
            if (waited) {
                free.remove(line);
            }
        } else {
            queue(line);
            serveAll();
        }
    }

    private void release(Line line) {
        line.handedOut = 0;
        line.holder.holds.remove(line);
        line.holder.more.remove(line);
        line.holder = null;
        line.waiting = false;
        queue(line);
    }

    private void queue(Line line) {
        if (!line.waiting) {
            line.waiting = true;
            (line.holder == null ? free : line.holder.more).add(line);
        }
    }

    private static void giveUp(Replica replica) {
        Consumer<List<Delivery>> waits = replica.waits;
        if (waits != null) {
            replica.waits = null;
            waits.accept(List.of());
        }
    }
}
