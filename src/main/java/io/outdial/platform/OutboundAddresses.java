package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;

/**
 * Where hosts that tenants name are. A name is resolved once for a use and every address it has must be public, unless the
 * installation lets private ones in; whoever connects uses the address that was checked.
 */
@ApplicationScoped
public class OutboundAddresses {

    private final Vertx vertx;
    private final OutboundSettings settings;
    private final NameLookUps names;

    /** For the proxy of the application scope only. */
    OutboundAddresses() {
        vertx = null;
        settings = null;
        names = null;
    }

    @jakarta.inject.Inject
    public OutboundAddresses(Vertx vertx, OutboundSettings settings) {
        this(vertx, settings, HostNames.SYSTEM);
    }

    /** With another way to look up names. */
    public OutboundAddresses(Vertx vertx, OutboundSettings settings, HostNames names) {
        this.names = new NameLookUps(names);
        this.vertx = vertx;
        this.settings = settings;
    }

    /**
     * @param tenant who named the host
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
     * @return fails with {@link NotSent} when there is no such host, not in time, or it may not be connected to
     */
    public Uni<InetAddress> resolve(TenantId tenant, String host) {
        return Uni.createFrom()
                .emitter(emitter ->
                        find(tenant, host).onSuccess(emitter::complete).onFailure(emitter::fail));
    }

    /** Whether this address may be connected to, without asking anybody. */
    public boolean allowed(InetAddress address) {
        return settings.allowPrivateAddresses() || PublicAddresses.isPublic(address);
    }

    Future<InetAddress> find(TenantId tenant, String host) {
        Context asking = vertx.getOrCreateContext();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Promise<InetAddress> resolved = Promise.promise();
        long timer = vertx.setTimer(
                settings.connectTimeout().toMillis(),
                id -> resolved.tryFail(new NotSent("the name " + host + " was not resolved in time", null)));
        names.of(tenant, bare)
                .map(all -> PublicAddresses.checked(all, bare, settings.allowPrivateAddresses()))
                .onComplete(found -> asking.runOnContext(back -> {
                    if (found.succeeded()) {
                        resolved.tryComplete(found.result());
                    } else {
                        Throwable failure = found.cause();
                        resolved.tryFail(
                                failure instanceof NotSent
                                        ? failure
                                        : new NotSent("there is no host " + host, failure));
                    }
                }));
        return resolved.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
