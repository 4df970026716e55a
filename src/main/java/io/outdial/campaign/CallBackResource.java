package io.outdial.campaign;

import io.outdial.compliance.DoNotCallStore;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** People who call back the number that called them, which some campaigns offer as a way to opt out. */
@Path("/api/v1/opt-outs/callbacks")
@Tag(name = "Compliance")
public class CallBackResource {

    private static final String OFFERED = """
            select exists (
              select from campaign c
              where c.tenant_id = $1 and c.state <> 'draft' and c.spec #>> '{compliance,optOut,callback}' = 'true'
                and c.spec #> '{calls,callerIds}' @> to_jsonb($2::text)) as offered""";

    private final DoNotCallStore doNotCall;
    private final TenantDb db;
    private final CampaignCaller caller;

    CallBackResource(DoNotCallStore doNotCall, TenantDb db, CampaignCaller caller) {
        this.doNotCall = doNotCall;
        this.db = db;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Report that somebody called back; they opt out if a campaign with that caller id offers it")
    public Uni<RestResponse<CalledBack>> calledBack(@NotNull @Valid CallBack call) {
        TenantId tenant = caller.tenant();
        String by = caller.name();
        Instant now = caller.now();
        return db.inTenant(tenant, c -> c.preparedQuery(OFFERED)
                        .execute(Tuple.of(tenant.value(), call.to()))
                        .map(rows -> rows.iterator().next().getBoolean("offered"))
                        .call(offered -> offered
                                ? doNotCall
                                        .add(
                                                c,
                                                tenant,
                                                List.of(call.from()),
                                                "opt_out",
                                                "called back " + call.to(),
                                                "callback",
                                                by,
                                                now)
                                        .call(() -> AuditLog.add(
                                                c,
                                                tenant,
                                                AuditEntry.of("do_not_call.add", null)
                                                        .with("list", "opt_out")
                                                        .with("phone", PhoneNumber.mask(call.from())),
                                                now))
                                : Uni.createFrom().voidItem())
                        .map(CalledBack::new))
                .map(RestResponse::ok);
    }

    /**
     * Who called whom, both E.164.
     *
     * @param from the person's number
     * @param to the caller id that was called back
     */
    public record CallBack(
            @NotNull @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164)
            String from,

            @NotNull @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164)
            String to) {}

    /** Whether the person opted out by it. */
    public record CalledBack(boolean optedOut) {}
}
