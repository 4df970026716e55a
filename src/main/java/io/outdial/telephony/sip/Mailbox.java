package io.outdial.telephony.sip;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Runs the tasks of one call one after the other, in their order, on threads that it shares with other calls. Bounded: a peer
 * that floods a call loses its own messages.
 */
final class Mailbox {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);
    private static final int MOST = 200;

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    void post(Runnable task) {
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                return;
            }
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException e) {
            LOG.debug("The service stops: a task of a call is left"); // its peers have their BYE or their own timers
        }
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "A task of a call failed");
            }
        }
    }
}
