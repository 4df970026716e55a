package io.outdial.insight;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Conversions that other systems tell of. */
@Path("/api/v1/conversions")
@Tag(name = "Watching")
public class ConversionsResource {

    private final ConversionStore store;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    ConversionsResource(ConversionStore store, TenantDb db, Caller caller, Clock clock) {
        this.store = store;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates(unlessKnown = true)
    @Refuses(ProblemType.NOT_FOUND)
    @Operation(
            summary =
                    "Tell of a conversion; it is credited to the call that is named, or to the last conversation with the"
                            + " customer or phone within the campaign's attribution window")
    public Uni<RestResponse<Conversion>> tell(@NotNull @Valid ConversionDraft draft) {
        TenantId tenant = caller.tenant();
        Instant now = Instant.now(clock);
        require(draft, now);
        if (draft.phone() != null) {
            requireSight(); // the answer says whose number it is, and whether anybody's
        }
        String by = caller.name();
        return db.inTenant(tenant, c -> requireCurrency(tenant, c, draft)
                        .chain(() -> store.keep(tenant, c, draft, by, now))
                        .call(kept -> kept.isNew()
                                ? AuditLog.add(
                                        c,
                                        tenant,
                                        AuditEntry.of(
                                                "conversion.create",
                                                kept.conversion().id()),
                                        now)
                                : Uni.createFrom().voidItem()))
                .map(kept -> RestResponse.status(
                        kept.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, kept.conversion()));
    }

    private void requireSight() {
        if (!caller.openPersonalData()) {
            throw Problem.forbidden(
                    "/phone",
                    "personal_field",
                    "Telling by phone needs the scope " + Scopes.CUSTOMERS_PII
                            + "; without it say customerId or callId.");
        }
    }

    private static void require(ConversionDraft draft, Instant now) {
        long given = Stream.of(draft.callId(), draft.customerId(), draft.phone())
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw Problem.invalid(
                    "/callId", given == 0 ? "required" : "exclusive", "Say one of callId, customerId and phone.");
        }
        if (draft.occurredAt() != null && draft.occurredAt().isAfter(now.plusSeconds(300))) {
            throw Problem.invalid("/occurredAt", "in_the_future", "A conversion is told when it has happened.");
        }
    }

    private static Uni<Void> requireCurrency(TenantId tenant, SqlConnection c, ConversionDraft draft) {
        return draft.value() == null
                ? Uni.createFrom().voidItem()
                : c.preparedQuery("select currency from tenant where tenant_id = $1")
                        .execute(Tuple.of(tenant.value()))
                        .invoke(rows -> {
                            String currency = rows.iterator().next().getString("currency");
                            if (!draft.value().currency().equals(currency)) {
                                throw Problem.invalid(
                                        "/value/currency",
                                        "other_currency",
                                        "The tenant's currency is " + currency + ".");
                            }
                        })
                        .replaceWithVoid();
    }
}
