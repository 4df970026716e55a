package io.outdial.compliance;

import io.outdial.compliance.ConsentStore.Consent;
import io.outdial.customer.CustomerConsents;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What customers consented to, on what basis, and what they took back. */
@Path("/api/v1/customers/{id}/consents")
@Tag(name = "Compliance")
public class ConsentsResource {

    private final ConsentStore store;
    private final CustomerConsents customers;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    ConsentsResource(ConsentStore store, CustomerConsents customers, TenantDb db, Caller caller, Clock clock) {
        this.store = store;
        this.customers = customers;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(
            summary =
                    "List a customer's consents, oldest first, revoked ones too; what an import said is the customer's")
    public Uni<Page<Consent>> list(@RestPath CustomerId id, @RestQuery Integer limit, @RestQuery String cursor) {
        TenantId tenant = caller.tenant();
        int size = Page.limit(limit);
        UUID after = Cursors.id(cursor);
        return db.inTenant(
                        tenant,
                        c -> customers.require(c, tenant, id).chain(() -> store.list(c, tenant, id, after, size + 1)))
                .map(rows -> Page.of(rows, size, consent -> consent.id().toString()));
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Creates
    @Operation(summary = "Record a consent: its basis, source and scope")
    public Uni<RestResponse<Consent>> record(@RestPath CustomerId id, @NotNull @Valid ConsentDraft draft) {
        TenantId tenant = caller.tenant();
        Instant now = Instant.now(clock);
        Consent consent = draft.of(caller.name(), now);
        AuditEntry entry = AuditEntry.of("consent.record", id.value()).with("basis", consent.basis());
        return db.inTenant(tenant, c -> store.insert(c, tenant, id, consent)
                        .call(written -> written
                                ? AuditLog.add(c, tenant, entry, now)
                                : Uni.createFrom().voidItem()))
                .map(written -> {
                    if (!written) {
                        throw Problem.notFound("customer");
                    }
                    return ResponseBuilder.<Consent>created(URI.create("/api/v1/customers/" + id + "/consents"))
                            .entity(consent)
                            .build();
                });
    }

    @DELETE
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Revoke a customer's consents, all or those for one purpose; it holds from the next call on")
    public Uni<Revoked> revoke(
            @RestPath CustomerId id,
            @RestQuery @Pattern(regexp = Objective.ANY, message = Objective.NOT_ONE) String purpose,
            @RestQuery @Size(max = 500) String reason) {
        TenantId tenant = caller.tenant();
        String by = caller.name();
        Instant now = Instant.now(clock);
        return db.inTenant(tenant, c -> customers
                .require(c, tenant, id)
                // What an import said has no purpose: it is for all, so that it ends with any of them. It stays on
                // record.
                .chain(() -> customers.forget(c, tenant, id, now))
                .chain(given -> given.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.insert(c, tenant, id, imported(given.get(), by, now))
                                .replaceWithVoid())
                .chain(() -> store.revoke(c, tenant, id, purpose, by, reason, now))
                .call(revoked -> AuditLog.add(
                        c,
                        tenant,
                        AuditEntry.of("consent.revoke", id.value())
                                .with("purpose", purpose)
                                .with("revoked", revoked),
                        now))
                .map(Revoked::new));
    }

    private static Consent imported(Instant given, String by, Instant now) {
        return new Consent(Uuid7.next(), "express", "consentAt", List.of(), given, null, by, now, null, null, null);
    }

    /** How many consents ended, the one that came with the customer's data among them. */
    public record Revoked(int revoked) {}

    /**
     * A consent to record.
     *
     * @param basis what it rests on
     * @param source where it was given, such as a form's address
     * @param purposes objectives of campaigns that it is for; all when absent
     * @param givenAt now when absent
     * @param expiresAt never when absent
     */
    public record ConsentDraft(
            @NotNull
            @Pattern(
                    regexp = "express_written|express|implied|contract|legitimate_interest",
                    message = "must be express_written, express, implied, contract or legitimate_interest")
            String basis,

            @NotBlank @Size(max = 500) String source,

            @Size(max = 20)
            List<@NotNull @Pattern(regexp = Objective.ANY, message = Objective.NOT_ONE) String> purposes,

            Instant givenAt,
            Instant expiresAt) {

        private Consent of(String by, Instant now) {
            Instant given = givenAt == null ? now : givenAt;
            if (given.isAfter(now.plusSeconds(60))) {
                throw Problem.invalid("/givenAt", "in_the_future", "A consent cannot have been given in the future.");
            }
            if (expiresAt != null && !expiresAt.isAfter(given)) {
                throw Problem.invalid("/expiresAt", "out_of_order", "A consent ends after it was given.");
            }
            return new Consent(
                    Uuid7.next(),
                    basis,
                    source,
                    purposes == null ? List.of() : purposes,
                    given,
                    expiresAt,
                    by,
                    now,
                    null,
                    null,
                    null);
        }
    }
}
