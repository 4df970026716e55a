package io.outdial.compliance;

import static io.outdial.platform.Versions.etag;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.outdial.tenant.Turns;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What the caller's tenant asks of all its campaigns: hours, consent, and how often a number may be called. */
@Path("/api/v1/tenant/calling-rules")
@Tag(name = "Compliance")
public class CallingRulesResource {

    private final CallingPolicyStore store;
    private final CallingPolicies policies;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    CallingRulesResource(CallingPolicyStore store, CallingPolicies policies, TenantDb db, Caller caller, Clock clock) {
        this.store = store;
        this.policies = policies;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read the rules for calls of all the tenant's campaigns")
    public Uni<RestResponse<TenantRules>> read() {
        TenantId tenant = caller.tenant();
        return db.inTenant(tenant, c -> store.read(c, tenant))
                .map(stored -> answer(policies.rules(stored.rules()), stored.version()));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(
            summary = "Replace the rules for calls of all the tenant's campaigns; they hold from the next call on."
                    + " Whom the rules before put off is looked at again within a day")
    public Uni<RestResponse<TenantRules>> replace(
            @RestHeader("If-Match") String ifMatch, @NotNull @Valid TenantRules rules) {
        TenantId tenant = caller.tenant();
        String by = caller.name();
        Instant now = Instant.now(clock);
        List<FieldError> errors = rules.errors(now);
        if (!errors.isEmpty()) {
            throw new Problem(ProblemType.VALIDATION_FAILED, errors.get(0).detail(), errors);
        }
        return db.inTenant(tenant, c -> store.read(c, tenant)
                        .invoke(stored -> Versions.requireMatch(ifMatch, stored.version()))
                        .chain(stored -> store.writeRules(c, tenant, policies.json(rules), stored.version(), by, now))
                        .call(() -> Turns.wish(c, tenant, now))
                        .call(() -> AuditLog.add(c, tenant, AuditEntry.of("calling_rules.change", null), now)))
                .map(version -> answer(rules, version));
    }

    private static RestResponse<TenantRules> answer(TenantRules rules, long version) {
        return ResponseBuilder.ok(rules).header(HttpHeaders.ETAG, etag(version)).build();
    }
}
