package io.outdial.customer;

import io.outdial.customer.AttributeReport.Affected;
import io.outdial.customer.AttributeUses.Use;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.LongReads;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Sight;
import io.outdial.platform.Versions;
import io.outdial.tenant.TenantStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/** Declares attributes and changes their types, with all that hangs on them in one transaction. */
@ApplicationScoped
class AttributeService {

    private final LongReads work;
    private final TenantStore tenants;
    private final AttributeTypes types;
    private final AttributeStore store;
    private final AttributeUses uses;
    private final Clock clock;

    AttributeService(
            LongReads work,
            TenantStore tenants,
            AttributeTypes types,
            AttributeStore store,
            AttributeUses uses,
            Clock clock) {
        this.work = work;
        this.tenants = tenants;
        this.types = types;
        this.store = store;
        this.uses = uses;
        this.clock = clock;
    }

    Uni<AttributeReport> read(TenantId tenant, String name) {
        return work.inTenant(tenant, c -> store.report(c, tenant, name));
    }

    /** Says the type of an attribute before any import does; 409 when it is known already, or there are too many. */
    Uni<AttributeReport> declare(TenantId tenant, String name, AttributeType type) {
        if (ImportColumns.isCore(name)) {
            throw Problem.invalid("/name", "core_field", "This is a field of the customer itself, not an attribute.");
        }
        Instant now = Instant.now(clock);
        return work.inTenant(tenant, c -> types.lock(c, tenant)
                .chain(() -> types.of(c, tenant))
                .invoke(known -> refuse(known, name))
                .chain(() -> types.declare(c, tenant, Map.of(name, type), now))
                .chain(() -> store.setType(c, tenant, name, type, now))
                .chain(() -> AuditLog.add(c, tenant, audited("declare", name, type), now))
                .chain(() -> store.report(c, tenant, name)));
    }

    private static void refuse(Map<String, AttributeTypes.Known> known, String name) {
        if (known.containsKey(name)) {
            throw new Problem(ProblemType.CONFLICT, "There is an attribute of this name already; change its type.");
        }
        if (known.size() >= AttributeTypes.MAX_PER_TENANT) {
            throw new Problem(
                    ProblemType.CONFLICT,
                    "There are " + AttributeTypes.MAX_PER_TENANT + " attributes already, and there may be no more.");
        }
    }

    /**
     * Gives an attribute another type, reads its stored values again as that type, and tells which campaigns select
     * others by it. Whoever imports meanwhile waits.
     *
     * @param sight who is told how many customers they select
     * @param trial true to tell only: everything is done, and undone
     */
    Uni<AttributeReport> change(
            TenantId tenant, String name, String ifMatch, AttributeType type, boolean trial, Sight sight) {
        Instant now = Instant.now(clock);
        return tenants.read(tenant)
                .map(settings -> ZoneId.of(settings.timeZone))
                .chain(zone -> work.inTenant(tenant, c -> types.lock(c, tenant)
                        .chain(() -> store.report(c, tenant, name))
                        .invoke(found -> Versions.requireMatch(ifMatch, found.version()))
                        .chain(() -> uses.of(c, tenant, name, sight, now))
                        .chain(before -> retype(c, tenant, name, type, zone, now)
                                .chain(() -> uses.of(c, tenant, name, sight, now))
                                .map(after -> new Uses(before, after)))
                        .chain(compared -> store.report(c, tenant, name)
                                .map(report -> report.after(
                                        trial,
                                        compared.affected(Use::isCampaign),
                                        compared.affected(use -> !use.isCampaign()))))
                        .invoke(report -> {
                            if (trial) {
                                throw new Undone(report);
                            }
                        })))
                .onFailure(Undone.class)
                .recoverWithItem(failure -> ((Undone) failure).report);
    }

    private Uni<Void> retype(
            SqlConnection c, TenantId tenant, String name, AttributeType type, ZoneId zone, Instant now) {
        return store.setType(c, tenant, name, type, now)
                .call(() -> AuditLog.add(c, tenant, audited("change", name, type), now))
                .chain(no -> store.retype(c, tenant, name, new AttributeTypes.Known(no, type), zone));
    }

    private static AuditEntry audited(String what, String name, AttributeType type) {
        return AuditEntry.of("attribute." + what, name).with("type", type.code());
    }

    private record Uses(List<Use> before, List<Use> after) {

        List<Affected> affected(Predicate<Use> which) {
            Map<UUID, Use> earlier = new HashMap<>();
            before.forEach(use -> earlier.put(use.id(), use));
            return after.stream()
                    .filter(which)
                    .map(use -> AttributeService.affected(earlier.get(use.id()), use))
                    .toList();
        }
    }

    private static Affected affected(Use before, Use after) {
        Long matchedBefore = before == null ? null : before.matched();
        return new Affected(
                after.id(),
                after.name(),
                after.state(),
                matchedBefore,
                after.matched(),
                !Objects.equals(matchedBefore, after.matched()),
                after.problem());
    }

    /** Rolls a trial back and carries its result out. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient AttributeReport report;

        Undone(AttributeReport report) {
            super(null, null, false, false);
            this.report = report;
        }
    }
}
