package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.outdial.tenant.TenantStore;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The tenant's do-not-call lists and the opt-outs among them. */
@Path("/api/v1")
@Tag(name = "Compliance")
public class DoNotCallResource {

    private static final String LIST_NAME = "[a-z0-9][a-z0-9_-]{0,62}";
    private static final String LIST_MESSAGE = "must be up to 63 lower-case letters, digits, _ and -";
    /** Pages are counted, because a number as a cursor would tell what masking hides. */
    private static final int MAX_OFFSET = 10_000_000;

    private final DoNotCallStore store;
    private final DoNotCallImport imports;
    private final TenantStore tenants;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    DoNotCallResource(
            DoNotCallStore store,
            DoNotCallImport imports,
            TenantStore tenants,
            TenantDb db,
            Caller caller,
            Clock clock) {
        this.store = store;
        this.imports = imports;
        this.tenants = tenants;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/do-not-call")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "List entries by number, of one list or of all")
    public Uni<Page<Entry>> list(
            @RestQuery @Pattern(regexp = LIST_NAME, message = LIST_MESSAGE) String list,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        return page(list, limit, cursor);
    }

    @POST
    @Path("/do-not-call")
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Block a number; an entry of the same number and list is replaced")
    public Uni<RestResponse<Entry>> add(@NotNull @Valid EntryDraft draft) {
        String list = draft.list() == null ? DoNotCallStore.TENANT_LIST : draft.list();
        return write(draft.phone(), list, draft.reason(), draft.expiresAt(), "/api/v1/do-not-call/");
    }

    @GET
    @Path("/do-not-call/{phone}")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "Check a number: whether and by what it is blocked now")
    public Uni<Check> check(@RestPath @Size(max = 40) String phone) {
        TenantId tenant = caller.tenant();
        boolean unmasked = caller.maySeePersonalData();
        return number("?phone", phone)
                .chain(number -> db.inTenant(tenant, c -> store.blocking(c, tenant, number, Instant.now(clock))))
                .map(entries -> new Check(!entries.isEmpty(), shown(entries, unmasked)));
    }

    @DELETE
    @Path("/do-not-call/{phone}")
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Take a number off one list")
    public Uni<Void> remove(
            @RestPath @Size(max = 40) String phone,
            @RestQuery @DefaultValue(DoNotCallStore.TENANT_LIST) @Pattern(regexp = LIST_NAME, message = LIST_MESSAGE)
                    String list) {
        TenantId tenant = caller.tenant();
        return number("?phone", phone)
                .chain(number -> db.inTenant(tenant, c -> store.remove(c, tenant, number, list)))
                .invoke(removed -> {
                    if (!removed) {
                        throw Problem.notFound("entry");
                    }
                })
                .replaceWithVoid();
    }

    @POST
    @Path("/do-not-call/import")
    @Consumes({MediaType.TEXT_PLAIN, "text/csv"})
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Blocking
    @Operation(
            summary = "Import a list of any length: a number a line, area,number, or CSV with phone, reason, expires")
    public DoNotCallImport.Answer importList(
            InputStream body,
            @RestHeader("Content-Type") String type,
            @RestQuery @DefaultValue(DoNotCallStore.TENANT_LIST) @Pattern(regexp = LIST_NAME, message = LIST_MESSAGE)
                    String list) {
        boolean csv = type != null && MediaType.valueOf(type).getSubtype().equalsIgnoreCase("csv");
        return imports.run(caller.tenant(), body, csv, list, caller.name(), Instant.now(clock));
    }

    @POST
    @Path("/opt-outs")
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Record that somebody does not want to be called; no campaign calls the number any more")
    public Uni<RestResponse<Entry>> optOut(@NotNull @Valid OptOutDraft draft) {
        return write(draft.phone(), DoNotCallStore.OPT_OUT, draft.reason(), null, "/api/v1/do-not-call/");
    }

    @GET
    @Path("/opt-outs")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "List opt-outs by number")
    public Uni<Page<Entry>> optOuts(@RestQuery Integer limit, @RestQuery String cursor) {
        return page(DoNotCallStore.OPT_OUT, limit, cursor);
    }

    private Uni<RestResponse<Entry>> write(String phone, String list, String reason, Instant expiresAt, String base) {
        TenantId tenant = caller.tenant();
        String actor = caller.name();
        boolean unmasked = caller.maySeePersonalData();
        Instant now = Instant.now(clock);
        return number("/phone", phone).chain(number -> {
            Entry entry = new Entry(number, list, reason, "api", expiresAt, actor, now);
            return db.inTenant(
                            tenant,
                            c -> store.upsert(
                                    c, tenant, list, "api", actor, now, List.of(new Draft(number, reason, expiresAt))))
                    .map(added -> ResponseBuilder.<Entry>created(URI.create(base + number))
                            .entity(unmasked ? entry : entry.masked())
                            .build());
        });
    }

    private Uni<String> number(String pointer, String text) {
        return tenants.read(caller.tenant()).map(tenant -> Phones.parse(pointer, text, tenant.country));
    }

    private Uni<Page<Entry>> page(String list, Integer limit, String cursor) {
        TenantId tenant = caller.tenant();
        boolean unmasked = caller.maySeePersonalData();
        int size = Page.limit(limit);
        int offset = offset(cursor);
        return db.inTenant(tenant, c -> store.list(c, tenant, list, offset, size + 1))
                .map(rows -> Page.of(shown(rows, unmasked), size, row -> String.valueOf(offset + size)));
    }

    private static List<Entry> shown(List<Entry> entries, boolean unmasked) {
        return unmasked ? entries : entries.stream().map(Entry::masked).toList();
    }

    private static int offset(String cursor) {
        try {
            int offset = cursor == null || cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
            if (offset >= 0 && offset <= MAX_OFFSET) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw Problem.invalid("?cursor", "bad_cursor", "The cursor is none that a page gave.");
    }

    /** @param phone E.164, or national in the tenant's country */
    public record EntryDraft(
            @NotBlank @Size(max = 40) String phone,

            @Pattern(regexp = LIST_NAME, message = LIST_MESSAGE)
            String list,

            @Size(max = 500) String reason,
            Instant expiresAt) {}

    /** @param phone E.164, or national in the tenant's country */
    public record OptOutDraft(
            @NotBlank @Size(max = 40) String phone,
            @Size(max = 500) String reason) {}

    /** Whether a number is blocked now, and every entry that does so. */
    public record Check(boolean blocked, List<Entry> entries) {}
}
