package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Serves tenants in line, few at once: whoever is served and could go on joins the line again, behind everybody who waits. */
final class Serving {

    private static final Logger LOG = Logger.getLogger(Serving.class);

    private final String what;
    private final TenantLine line;
    private final Function<TenantId, Uni<Boolean>> work;

    /**
     * @param what is done for a tenant, for the log
     * @param work answers whether the tenant could go on at once; one that fails comes again when it is offered again
     */
    Serving(String what, TenantLine line, Function<TenantId, Uni<Boolean>> work) {
        this.what = what;
        this.line = line;
        this.work = work;
    }

    /** Who is in line already keeps the place. */
    void offer(Collection<TenantId> tenants) {
        line.join(tenants);
        serve();
    }

    private void serve() {
        for (TenantId next = line.next(); next != null; next = line.next()) {
            TenantId tenant = next;
            Uni.createFrom()
                    .deferred(() -> work.apply(tenant))
                    .subscribe()
                    .with(more -> ended(tenant, more), failure -> {
                        LOG.warnf(failure, "The %s of tenant %s failed; it comes again", what, tenant);
                        ended(tenant, false);
                    });
        }
    }

    private void ended(TenantId tenant, boolean more) {
        line.leave(tenant, more);
        serve();
    }

    /** Nobody is served any more who is not already. */
    void stop() {
        line.close();
    }

    boolean isBusy() {
        return line.isServing();
    }

    int inLine() {
        return line.waiting();
    }
}
