package io.outdial.tenant;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.TimeZones;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.Problem;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What platform administrators do with tenants, and what a tenant may do with itself. */
@ApplicationScoped
@AcrossTenants("platform administrators manage all tenants")
public class TenantService {

    private final TenantStore store;
    private final CachedTenantDirectory directory;
    private final Clock clock;

    TenantService(TenantStore store, CachedTenantDirectory directory, Clock clock) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
    }

    public Uni<Tenant> create(TenantDraft draft) {
        Tenant tenant = new Tenant();
        tenant.tenantId = TenantId.next().value();
        tenant.slug = draft.slug();
        tenant.name = draft.name();
        tenant.country = requireCountry(draft.country());
        tenant.timeZone = requireZone(draft.timeZone());
        tenant.currency = draft.currency() == null ? currencyOf(draft.country()) : requireCurrency(draft.currency());
        tenant.status = "active";
        TenantLimits asked = draft.limits() == null ? TenantLimits.DEFAULT : draft.limits();
        tenant.setLimits(asked.or(TenantLimits.DEFAULT));
        tenant.createdAt = Instant.now(clock);
        tenant.updatedAt = tenant.createdAt;
        return store.create(tenant);
    }

    Uni<Tenant> read(TenantId tenant) {
        return store.readAsPlatform(tenant);
    }

    Uni<Page<Tenant>> list(int limit, String afterSlug) {
        return store.list(limit, afterSlug);
    }

    /** Whether there is a tenant of this slug, suspended or not. */
    public Uni<Boolean> exists(String slug) {
        return store.findBySlug(slug).map(found -> found.isPresent());
    }

    /** What the platform changes of a tenant; both logs tell of it. */
    Uni<Tenant> change(TenantId tenant, String ifMatch, TenantChange change) {
        return change(tenant, ifMatch, change, List.of(tenant, TenantId.PLATFORM));
    }

    private Uni<Tenant> change(TenantId tenant, String ifMatch, TenantChange change, List<TenantId> logs) {
        String zone = change.timeZone() == null ? null : requireZone(change.timeZone());
        Duration redial = requireRedial(change.redialUnknownAfter());
        AuditEntry entry = AuditEntry.of("tenant.change", tenant)
                .with("status", change.status())
                .with("limits", change.limits() == null ? null : "changed");
        return update(tenant, ifMatch, entry, logs, found -> {
            found.name = change.name() == null ? found.name : change.name();
            found.timeZone = zone == null ? found.timeZone : zone;
            found.status = change.status() == null ? found.status : change.status();
            if (change.limits() != null) {
                found.setLimits(change.limits().or(found.limits()));
            }
            if (redial != null) {
                found.redialUnknownAfter = redial.isZero() ? null : Math.toIntExact(redial.toSeconds());
            }
        });
    }

    /** What a tenant changes of itself; its limits and its status are the platform's to change. */
    Uni<Tenant> changeOwn(TenantId tenant, String ifMatch, OwnTenantChange change) {
        return change(
                tenant,
                ifMatch,
                new TenantChange(change.name(), change.timeZone(), null, null, change.redialUnknownAfter()),
                List.of(tenant));
    }

    /** Marks the tenant deleted: its tokens stop working and nothing of it is called any more. Its rows stay. */
    Uni<Void> delete(TenantId tenant, String ifMatch) {
        AuditEntry entry = AuditEntry.of("tenant.delete", tenant);
        return update(tenant, ifMatch, entry, List.of(tenant, TenantId.PLATFORM), found -> found.status = "deleted")
                .replaceWithVoid();
    }

    private Uni<Tenant> update(
            TenantId tenant, String ifMatch, AuditEntry entry, List<TenantId> logs, Consumer<Tenant> change) {
        return store.update(
                        tenant,
                        found -> {
                            Versions.requireMatch(ifMatch, found.version);
                            if (found.status.equals("deleted")) {
                                throw Problem.notFound("tenant");
                            }
                            change.accept(found);
                            found.updatedAt = Instant.now(clock);
                        },
                        entry,
                        logs)
                .invoke(found -> directory.forget(found.slug));
    }

    /** A call that nobody can account for may have been a conversation: nobody is rung twice on one day for it. */
    private static Duration requireRedial(Duration after) {
        if (after != null
                && !after.isZero()
                && (after.compareTo(Duration.ofDays(1)) < 0 || after.compareTo(Duration.ofDays(365)) > 0)) {
            throw Problem.invalid(
                    "/redialUnknownAfter",
                    "out_of_range",
                    "Wait for a day at least and a year at most, or PT0S for never.");
        }
        return after;
    }

    private static String requireZone(String zone) {
        if (!TimeZones.isName(zone)) {
            throw Problem.invalid("/timeZone", "unknown_time_zone", "There is no time zone " + zone + ".");
        }
        return zone;
    }

    private static String requireCountry(String country) {
        if (!List.of(Locale.getISOCountries()).contains(country)) {
            throw Problem.invalid("/country", "unknown_country", "There is no country " + country + ".");
        }
        return country;
    }

    private static String currencyOf(String country) {
        Currency currency =
                Currency.getInstance(new Locale.Builder().setRegion(country).build());
        return currency == null ? "USD" : currency.getCurrencyCode();
    }

    private static String requireCurrency(String currency) {
        try {
            return Currency.getInstance(currency).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/currency", "unknown_currency", "There is no currency " + currency + ".");
        }
    }
}
