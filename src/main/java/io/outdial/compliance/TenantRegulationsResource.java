package io.outdial.compliance;

import static io.outdial.platform.Versions.etag;

import io.outdial.compliance.CallingPolicyStore.Stored;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.outdial.tenant.TenantStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Which regulatory packs a tenant may use; the platform's to say. */
@Path("/api/v1/tenants/{id}/regulations")
@RolesAllowed(Scopes.PLATFORM_ADMIN)
@Tag(name = "Compliance")
public class TenantRegulationsResource {

    private final CallingPolicyStore store;
    private final TenantStore tenants;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    TenantRegulationsResource(CallingPolicyStore store, TenantStore tenants, TenantDb db, Caller caller, Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Read which regulatory packs a tenant may use")
    public Uni<RestResponse<Regulations>> read(@RestPath TenantId id) {
        return tenants.read(id).chain(tenant -> db.inTenant(id, c -> store.read(c, id))
                .map(stored -> answer(new Regulations(stored.regulation(), stored.allowed()), stored.version())));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say which regulatory packs a tenant may use, and which holds when a campaign names none")
    public Uni<RestResponse<Regulations>> replace(
            @RestPath TenantId id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid Regulations regulations) {
        String by = caller.name();
        Instant now = Instant.now(clock);
        require(regulations);
        return tenants.read(id)
                .chain(tenant -> db.inTenant(id, c -> store.read(c, id)
                        .invoke(stored -> Versions.requireMatch(ifMatch, stored.version()))
                        .chain(stored -> write(c, id, regulations, stored, by, now))
                        .call(() -> note(c, id, regulations, now))))
                .map(version -> answer(regulations, version));
    }

    private Uni<Long> write(
            io.vertx.mutiny.sqlclient.SqlConnection c,
            TenantId id,
            Regulations regulations,
            Stored stored,
            String by,
            Instant now) {
        return store.writeRegulations(
                c, id, regulations.regulation(), regulations.allowed(), stored.version(), by, now);
    }

    /** In the tenant's log, and in the platform's own, whose row this transaction sees from then on. */
    private static Uni<Void> note(
            io.vertx.mutiny.sqlclient.SqlConnection c, TenantId id, Regulations regulations, Instant now) {
        AuditEntry entry = AuditEntry.of("regulations.change", id).with("regulation", regulations.regulation());
        return AuditLog.add(c, id, entry, now).chain(() -> AuditLog.addForPlatform(c, entry, now));
    }

    private static void require(Regulations regulations) {
        List<String> allowed = regulations.allowed();
        for (int i = 0; allowed != null && i < allowed.size(); i++) {
            if (RegulatoryPacks.named(allowed.get(i)).isEmpty()) {
                throw unknown("/allowed/" + i, allowed.get(i));
            }
        }
        String chosen = regulations.regulation();
        if (chosen != null && RegulatoryPacks.named(chosen).isEmpty()) {
            throw unknown("/regulation", chosen);
        }
        if (chosen != null && allowed != null && !allowed.contains(chosen)) {
            throw Problem.invalid("/regulation", "not_allowed", "The pack that holds must be one of those allowed.");
        }
    }

    private static Problem unknown(String pointer, String name) {
        return Problem.invalid(
                pointer,
                "unknown_regulation",
                "There is no regulatory pack " + name + "; there are " + RegulatoryPacks.names() + ".");
    }

    private static RestResponse<Regulations> answer(Regulations regulations, long version) {
        return ResponseBuilder.ok(regulations)
                .header(HttpHeaders.ETAG, etag(version))
                .build();
    }

    /**
     * A tenant's choice of packs.
     *
     * @param regulation the pack of campaigns that name none; the tenant's country's when null
     * @param allowed those its campaigns may name; all, {@code none} too, when null
     */
    @Schema(name = "TenantRegulations")
    public record Regulations(
            @Size(max = 40) String regulation,

            @Size(min = 1, max = 50) List<@NotBlank @Size(max = 40) String> allowed) {}
}
