package io.outdial.tenant;

import io.outdial.platform.IssuerDirectory;
import io.outdial.platform.SharedAnswers;
import io.outdial.platform.TrustedIssuer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Remembers for a few seconds all issuers that tenants brought: one question to the database, however many tokens with invented
 * issuers come in.
 */
@ApplicationScoped
class KnownIssuers implements IssuerDirectory {

    private final IdentityProviderStore store;
    private final Clock clock;
    private final Duration life;
    private final AtomicReference<Known> known = new AtomicReference<>();

    KnownIssuers(
            IdentityProviderStore store,
            Clock clock,
            @ConfigProperty(name = "outdial.tenant.cache-life", defaultValue = "PT5S") Duration life) {
        this.store = store;
        this.clock = clock;
        this.life = life;
    }

    @Override
    public Uni<List<TrustedIssuer>> of(String issuer) {
        Instant now = Instant.now(clock);
        Known at = known.updateAndGet(old -> old != null && old.until.isAfter(now) ? old : readAt(now));
        return SharedAnswers.here(at.all)
                .onFailure()
                .invoke(failure -> known.compareAndSet(at, null))
                .map(all -> all.stream()
                        .filter(each -> each.issuer().equals(issuer))
                        .toList());
    }

    /** What changed here is known here at once. */
    void forget() {
        known.set(null);
    }

    private Known readAt(Instant now) {
        return new Known(store.all().memoize().indefinitely(), now.plus(life));
    }

    private record Known(Uni<List<TrustedIssuer>> all, Instant until) {}
}
