package io.outdial.compliance;

import io.outdial.compliance.DoNotCallResource.Check;
import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.Transfers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The do-not-call list that holds for every tenant, kept by platform administrators. They see its numbers unmasked: it
 * says nothing about anybody's customers.
 */
@Path("/api/v1/platform/do-not-call")
@RolesAllowed(Scopes.PLATFORM_ADMIN)
@Tag(name = "Compliance")
public class PlatformDoNotCallResource {

    private final PlatformDoNotCallStore store;
    private final Caller caller;
    private final Transfers transfers;
    private final ListFilePlaces places;
    private final Clock clock;

    PlatformDoNotCallResource(
            PlatformDoNotCallStore store, Caller caller, Transfers transfers, ListFilePlaces places, Clock clock) {
        this.store = store;
        this.caller = caller;
        this.transfers = transfers;
        this.places = places;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List the platform's entries by number")
    public Uni<Page<Entry>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        int size = Page.limit(limit);
        return store.list(Cursors.text(cursor, Phones.E164), size + 1).map(rows -> Page.of(rows, size, Entry::phone));
    }

    @POST
    @Idempotent
    @Creates
    @Operation(summary = "Block a number for every tenant; an entry of the same number is replaced")
    public Uni<RestResponse<Entry>> add(@NotNull @Valid PlatformEntryDraft draft) {
        String phone = number("/phone", draft.phone());
        Instant now = Instant.now(clock);
        Entry entry =
                new Entry(phone, DoNotCallLists.PLATFORM, draft.reason(), "api", draft.expiresAt(), caller.name(), now);
        return store.write(
                        DoNotCallEntries.audited("add", DoNotCallLists.PLATFORM, phone),
                        entry.createdBy(),
                        now,
                        new Draft(phone, draft.reason(), draft.expiresAt()))
                .map(added -> ResponseBuilder.<Entry>created(URI.create("/api/v1/platform/do-not-call/" + phone))
                        .entity(entry)
                        .build());
    }

    @GET
    @Path("/{phone}")
    @Operation(summary = "Check a number: whether the platform's list blocks it now")
    public Uni<Check> check(@RestPath @Size(max = 40) String phone) {
        return store.blocking(number("?phone", phone), Instant.now(clock))
                .map(found -> new Check(!found.isEmpty(), found));
    }

    @DELETE
    @Path("/{phone}")
    @Operation(summary = "Take a number off the platform's list")
    public Uni<Void> remove(@RestPath @Size(max = 40) String phone) {
        String number = number("?phone", phone);
        return store.remove(
                        DoNotCallEntries.audited("remove", DoNotCallLists.PLATFORM, number), number, Instant.now(clock))
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
    @Blocking
    @Operation(
            summary = "Import a list of any length: a number a line, area,number, or CSV with phone, reason, expires")
    public DoNotCallImport.Answer importList(InputStream body, @RestHeader("Content-Type") String type) {
        String actor = caller.name();
        Instant now = Instant.now(clock);
        AuditEntry imported = AuditEntry.of("do_not_call.import", null).with("list", DoNotCallLists.PLATFORM);
        return places.within(
                TenantId.PLATFORM,
                () -> DoNotCallImport.run(
                        transfers.uploadOfPlatform(body),
                        type,
                        drafts -> store.importAll(imported, actor, now, drafts)));
    }

    /** Nobody's country is the platform's, so a number says its own. */
    private static String number(String pointer, String text) {
        return Phones.parse(pointer, text, null);
    }

    /** @param phone international, such as +966551234567 */
    public record PlatformEntryDraft(
            @NotBlank @Size(max = 40) String phone,
            @Size(max = 500) String reason,
            Instant expiresAt) {}
}
