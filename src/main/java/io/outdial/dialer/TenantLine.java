package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tenants in line for something on this replica, and those who have it now: few at once, and none twice. */
final class TenantLine {

    private final int atOnce;
    private final int mostWaiting;
    private final Set<TenantId> waiting = new LinkedHashSet<>();
    private final Set<TenantId> served = new HashSet<>();
    private boolean closed;

    /** @param mostWaiting who finds no room in line has to come again */
    TenantLine(int atOnce, int mostWaiting) {
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
    }

    /** Who is in line already keeps the place, and who is served does not wait beside that. */
    synchronized void join(Collection<TenantId> tenants) {
        for (TenantId tenant : tenants) {
            if (!closed && waiting.size() < mostWaiting && !served.contains(tenant)) {
                waiting.add(tenant);
            }
        }
    }

    /** The next to be served, until it {@linkplain #leave leaves}; null when there is nobody, or no place. */
    synchronized TenantId next() {
        Iterator<TenantId> first = waiting.iterator();
        if (served.size() >= atOnce || !first.hasNext()) {
            return null;
        }
        TenantId tenant = first.next();
        first.remove();
        served.add(tenant);
        return tenant;
    }

    /** @param again whether it joins the line once more, behind everybody who waits */
    synchronized void leave(TenantId tenant, boolean again) {
        served.remove(tenant);
        if (again && !closed) {
            waiting.add(tenant);
        }
    }

    /** Nobody is served any more who is not already. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    synchronized boolean isServing() {
        return !served.isEmpty();
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
