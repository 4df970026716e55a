package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks up names on threads of its own, because the operating system may take some twenty seconds for one and cannot be told to stop: a
 * tenant whose names' servers do not answer keeps a few of these threads, and nobody else's work waits. Who asks for a name that is
 * being looked up gets the same answer.
 */
final class NameLookUps {

    static final int MAX = 32;
    static final int MAX_PER_TENANT = 8;

    private static final int IDLE_SECONDS = 60;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HostNames names;
    private final Places<TenantId> places = new Places<>();
    private final ConcurrentMap<String, Future<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MAX, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), NameLookUps::thread);

    NameLookUps(HostNames names) {
        this.names = names;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "name-look-up-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The addresses of a host, completed on one of the threads.
     *
     * @param tenant who named it
     * @return fails with {@link NotSent} when too many names are being looked up, of the tenant's or of all
     */
    Future<InetAddress[]> of(TenantId tenant, String host) {
        Future<InetAddress[]> before = underWay.get(host);
        if (before != null) {
            return before;
        }
        if (!places.take(tenant, MAX_PER_TENANT)) {
            return Future.failedFuture(tooMany(host));
        }
        Promise<InetAddress[]> found = Promise.promise();
        before = underWay.putIfAbsent(host, found.future());
        if (before != null) {
            places.leave(tenant);
            return before;
        }
        try {
            threads.execute(() -> lookUp(tenant, host, found));
        } catch (RejectedExecutionException e) {
            underWay.remove(host);
            places.leave(tenant);
            found.fail(tooMany(host));
        }
        return found.future();
    }

    private static NotSent tooMany(String host) {
        return new NotSent("too many names are being looked up to look up " + host);
    }

    private void lookUp(TenantId tenant, String host, Promise<InetAddress[]> found) {
        InetAddress[] addresses = null;
        Exception failure = null;
        try {
            addresses = names.addresses(host);
        } catch (Exception e) {
            failure = e;
        }
        underWay.remove(host);
        places.leave(tenant);
        if (failure == null) {
            found.complete(addresses);
        } else {
            found.fail(failure);
        }
    }
}
