package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.Page;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.TenantDb;
import io.outdial.tenant.TenantStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What the do-not-call lists and the opt-outs do alike: write an entry, and page through entries masked as the caller may see them. */
@ApplicationScoped
class DoNotCallEntries {

    /** Pages are counted, because a number as a cursor would tell what masking hides. */
    private static final int MAX_OFFSET = 10_000_000;

    private final DoNotCallStore store;
    private final TenantStore tenants;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    DoNotCallEntries(DoNotCallStore store, TenantStore tenants, TenantDb db, Caller caller, Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    Uni<RestResponse<Entry>> write(String phone, String list, String reason, Instant expiresAt) {
        TenantId tenant = caller.tenant();
        String actor = caller.name();
        boolean unmasked = caller.openPersonalData();
        Instant now = Instant.now(clock);
        return number("/phone", phone).chain(number -> {
            Entry entry = new Entry(number, list, reason, "api", expiresAt, actor, now);
            return db.inTenant(
                            tenant, c -> store.write(c, tenant, list, actor, now, new Draft(number, reason, expiresAt))
                                    .call(() -> AuditLog.add(c, tenant, audited("add", list, number), now)))
                    .map(added -> ResponseBuilder.<Entry>created(URI.create("/api/v1/do-not-call/" + number))
                            .entity(unmasked ? entry : entry.masked())
                            .build());
        });
    }

    /** What was done with a number on a list; the log does not repeat the number whole. */
    static AuditEntry audited(String what, String list, String number) {
        return AuditEntry.of("do_not_call." + what, null).with("list", list).with("phone", PhoneNumber.mask(number));
    }

    Uni<String> number(String pointer, String text) {
        return tenants.read(caller.tenant()).map(tenant -> Phones.parse(pointer, text, tenant.country));
    }

    Uni<Page<Entry>> page(String list, Integer limit, String cursor) {
        TenantId tenant = caller.tenant();
        boolean unmasked = caller.openPersonalData();
        int size = Page.limit(limit);
        int offset = Cursors.number(cursor, 0, MAX_OFFSET);
        return db.inTenant(tenant, c -> store.list(c, tenant, list, offset, size + 1))
                .map(rows -> Page.of(shown(rows, unmasked), size, row -> String.valueOf(offset + size)));
    }

    static List<Entry> shown(List<Entry> entries, boolean unmasked) {
        return unmasked ? entries : entries.stream().map(Entry::masked).toList();
    }
}
