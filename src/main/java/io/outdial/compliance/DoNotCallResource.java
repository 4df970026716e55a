package io.outdial.compliance;

import io.outdial.compliance.DoNotCallListStore.DoNotCallList;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.TimeBounds;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Transfers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** The tenant's do-not-call lists. */
@Path("/api/v1/do-not-call")
@Tag(name = "Compliance")
public class DoNotCallResource {

    private final DoNotCallStore store;
    private final DoNotCallListStore lists;
    private final ListImport imports;
    private final DoNotCallEntries entries;
    private final Transfers transfers;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    DoNotCallResource(
            DoNotCallStore store,
            DoNotCallListStore lists,
            ListImport imports,
            DoNotCallEntries entries,
            Transfers transfers,
            TenantDb db,
            Caller caller,
            Clock clock) {
        this.store = store;
        this.lists = lists;
        this.imports = imports;
        this.entries = entries;
        this.transfers = transfers;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "List entries by number, of one list or of all")
    public Uni<Page<Entry>> list(
            @RestQuery @Pattern(regexp = DoNotCallLists.NAME, message = DoNotCallLists.NAME_MESSAGE) String list,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        return entries.page(list, limit, cursor);
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Creates
    @Operation(summary = "Block a number; an entry of the same number and list is replaced")
    public Uni<RestResponse<Entry>> add(@NotNull @Valid EntryDraft draft) {
        String list = draft.list() == null ? DoNotCallLists.TENANT : draft.list();
        DoNotCallLists.requireWritable("/list", list);
        return entries.write(draft.phone(), list, draft.reason(), draft.expiresAt());
    }

    @GET
    @Path("/{phone}")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "Check a number: whether and by what it is blocked now")
    public Uni<Check> check(@RestPath @Size(max = 40) String phone) {
        TenantId tenant = caller.tenant();
        boolean unmasked = caller.openPersonalData();
        return entries.number("?phone", phone)
                .chain(number -> db.inTenant(tenant, c -> store.blocking(c, tenant, number, Instant.now(clock))))
                .map(found -> new Check(!found.isEmpty(), DoNotCallEntries.shown(found, unmasked)));
    }

    @DELETE
    @Path("/{phone}")
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Operation(summary = "Take a number off one list; opt_out too, for an opt-out that was a mistake")
    public Uni<Void> remove(
            @RestPath @Size(max = 40) String phone,
            @RestQuery
                    @DefaultValue(DoNotCallLists.TENANT)
                    @Pattern(regexp = DoNotCallLists.NAME, message = DoNotCallLists.NAME_MESSAGE)
                    String list) {
        DoNotCallLists.requireRemovable("?list", list);
        TenantId tenant = caller.tenant();
        return entries.number("?phone", phone)
                .chain(number -> db.inTenant(tenant, c -> store.remove(c, tenant, number, list)
                        .call(removed -> removed
                                ? AuditLog.add(
                                        c, tenant, DoNotCallEntries.audited("remove", list, number), Instant.now(clock))
                                : Uni.createFrom().voidItem())))
                .invoke(removed -> {
                    if (!removed) {
                        throw Problem.notFound("entry");
                    }
                })
                .replaceWithVoid();
    }

    @POST
    @Path("/import")
    @Consumes({MediaType.TEXT_PLAIN, "text/csv"})
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Blocking
    @Operation(
            summary = "Import a list of any length: a number a line, area,number, or CSV with phone, reason, expires")
    public DoNotCallImport.Answer importList(
            InputStream body,
            @RestHeader("Content-Type") String type,
            @RestQuery
                    @DefaultValue(DoNotCallLists.TENANT)
                    @Pattern(regexp = DoNotCallLists.NAME, message = DoNotCallLists.NAME_MESSAGE)
                    String list,
            @Parameter(description = "The day the file is of; a registry that a regulation names must be recent")
                    @RestQuery
                    String date,
            @Parameter(description = "Whether the file is the whole list, so that entries it lacks are removed")
                    @RestQuery
                    @DefaultValue("false")
                    boolean replace,
            @Parameter(
                            description =
                                    "Most lines that may be no entries, in percent, where date or replace is given;"
                                            + " with more nothing is removed and the list's day stays")
                    @RestQuery
                    @DefaultValue("5")
                    @Min(0)
                    @Max(100)
                    int maxRejectedPercent) {
        DoNotCallLists.requireWritable("?list", list);
        return imports.run(
                transfers.upload(caller.tenant(), body),
                type,
                new ListImport.Order(caller.tenant(), list, day(date), replace, maxRejectedPercent, caller.name()));
    }

    @GET
    @Path("/lists")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "The lists as wholes: how many numbers each blocks, and the day its file was of")
    public Uni<Page<DoNotCallList>> lists() {
        TenantId tenant = caller.tenant();
        return db.inTenant(tenant, c -> lists.lists(c, tenant, Instant.now(clock)))
                .map(all -> new Page<>(all, null));
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            if (day != null && !TimeBounds.hold(day)) {
                throw Problem.invalid("?date", "out_of_range", TimeBounds.REFUSAL + ".");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw Problem.invalid("?date", "invalid_date", "A date such as 2026-11-01 is expected here.");
        }
    }

    /** @param phone E.164, or national in the tenant's country */
    @Schema(name = "DoNotCallEntryDraft")
    public record EntryDraft(
            @NotBlank @Size(max = 40) String phone,

            @Pattern(regexp = DoNotCallLists.NAME, message = DoNotCallLists.NAME_MESSAGE)
            String list,

            @Size(max = 500) String reason,
            Instant expiresAt) {}

    /** Whether a number is blocked now, and every entry that does so. */
    @Schema(name = "DoNotCallCheck")
    public record Check(boolean blocked, List<Entry> entries) {}
}
