package io.outdial.telephony.sip;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.sip.DialogStore.Kept;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes what happens to one call, in its order, on Vert.x contexts: what cannot be written now is tried again until it can.
 * A call has few news, so the queue needs no bound. Confined to the call's mailbox.
 */
final class SipNews {

    private static final Logger LOG = Logger.getLogger(SipNews.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration GIVE_UP = Duration.ofMinutes(15);

    private final TenantId tenant;
    private final AttemptId attempt;
    private final String providerCallId;
    private final boolean agentReports;
    private final SipParts parts;
    private final Mailbox mailbox;
    private final Queue<Supplier<Uni<?>>> waiting = new ArrayDeque<>();
    private boolean writing;
    private Instant failingSince;
    private boolean kept;

    SipNews(SipCall.Order order, SipParts parts, Mailbox mailbox) {
        tenant = order.request().tenant();
        attempt = order.request().attempt();
        providerCallId = order.providerCallId();
        agentReports = order.trunk().agentReports();
        this.parts = parts;
        this.mailbox = mailbox;
    }

    CallNews news(String step) {
        return CallNews.of("sip:" + step, Instant.now(parts.clock()), providerCallId);
    }

    void tell(CallNews news) {
        add(() -> parts.memory().take(tenant, attempt, news, agentReports));
    }

    void keep(Kept dialog) {
        kept = true;
        add(() -> parts.dialogs().keep(tenant, attempt, dialog));
    }

    void forget() {
        if (kept) {
            add(() -> parts.dialogs().forget(tenant, attempt));
        }
    }

    private void add(Supplier<Uni<?>> write) {
        waiting.add(write);
        if (!writing) {
            next();
        }
    }

    private void next() {
        Supplier<Uni<?>> write = waiting.peek();
        writing = write != null;
        if (write != null) {
            parts.vertx().runOnContext(ignored -> Uni.createFrom()
                    .deferred(() -> write.get().replaceWithVoid())
                    .subscribe()
                    .with(done -> mailbox.post(this::written), failure -> mailbox.post(() -> failed(failure))));
        }
    }

    private void written() {
        waiting.poll();
        failingSince = null;
        next();
    }

    private void failed(Throwable failure) {
        Instant now = Instant.now(parts.clock());
        if (failingSince == null) {
            failingSince = now;
        }
        if (failingSince.plus(GIVE_UP).isBefore(now)) {
            LOG.errorf("News of call %s are lost: %s", attempt, failure);
            written();
        } else {
            parts.vertx().setTimer(AGAIN.toMillis(), id -> mailbox.post(this::next));
        }
    }
}
