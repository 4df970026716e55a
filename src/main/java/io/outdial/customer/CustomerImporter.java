package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.tenant.Tenant;
import io.outdial.tenant.TenantStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Imports files of any size in constant memory: reads a batch, writes it in one transaction, reads the next. Runs on a
 * worker thread, which waits for each batch; a slow database thereby slows the upload down.
 */
@ApplicationScoped
class CustomerImporter {

    private static final int BATCH_ROWS = 1_000;
    private static final long BATCH_CHARACTERS = 4_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CustomerStore customers;
    private final ImportStore imports;
    private final AttributeTypes attributes;
    private final TenantStore tenants;
    private final TenantDb db;
    private final Clock clock;

    CustomerImporter(
            CustomerStore customers,
            ImportStore imports,
            AttributeTypes attributes,
            TenantStore tenants,
            TenantDb db,
            Clock clock) {
        this.customers = customers;
        this.imports = imports;
        this.attributes = attributes;
        this.tenants = tenants;
        this.db = db;
        this.clock = clock;
    }

    /**
     * Reads the file to its end. Batches written before a failure stay written; the problem then says how far it came.
     *
     * @throws Problem 400 when the file cannot be read (on)
     */
    ImportAnswer run(TenantId tenant, InputStream body, boolean ndjson, boolean dryRun, String by) {
        UUID id = Uuid7.next();
        ImportRun run = new ImportRun(id, dryRun);
        RowSource source = null;
        try {
            var text = ImportText.open(body == null ? InputStream.nullInputStream() : body);
            source = ndjson ? new NdjsonRows(text) : new CsvRows(text);
            Tenant settings = onEventLoop(() -> tenants.read(tenant));
            ZoneId zone = ZoneId.of(settings.timeZone);
            RowChecker checker = new RowChecker(settings.country, zone, source.textsOnly());
            await(imports.begin(tenant, id, dryRun, by, now()));
            run.known = await(db.inTenant(tenant, connection -> attributes.of(connection, tenant)));
            run.begun = true;
            for (boolean more = true; more; ) {
                more = fill(run, source, checker);
                flush(tenant, run, checker, zone);
            }
            await(imports.finish(tenant, id, "finished", run.counts(), now()));
            return run.answer();
        } catch (IOException e) {
            fail(tenant, run);
            throw stopped(run, new Problem(ProblemType.MALFORMED_REQUEST, "The upload ended before its end."));
        } catch (Problem problem) {
            fail(tenant, run);
            throw stopped(run, problem);
        } catch (RuntimeException e) {
            fail(tenant, run);
            throw e;
        }
    }

    /** Reads the next batch; false at the end of the file. */
    private static boolean fill(ImportRun run, RowSource source, RowChecker checker) throws IOException {
        long characters = 0;
        for (int rows = 0; rows < BATCH_ROWS && characters < BATCH_CHARACTERS; rows++) {
            ImportedRow row;
            try {
                row = source.next();
            } catch (Problem | IOException unreadable) {
                run.unreadable = unreadable; // what was read before is good and is written first
                return false;
            }
            if (row == null) {
                return false;
            }
            characters += row.size();
            run.take(row, checker);
        }
        return true;
    }

    private void flush(TenantId tenant, ImportRun run, RowChecker checker, ZoneId zone) throws IOException {
        Map<String, AttributeType> fresh = run.infer(checker);
        if (!fresh.isEmpty()) {
            if (run.dryRun) {
                run.pretend(fresh);
            } else {
                run.known =
                        await(db.inTenant(tenant, connection -> attributes.declare(connection, tenant, fresh, now())));
            }
        }
        List<ImportIssue> issues = run.compare(checker);
        int firstNo = run.nextIssueNo(issues.size());
        if (run.dryRun) {
            run.count(await(customers.existing(tenant, run.externalIds())));
            await(db.inTenant(tenant, connection -> imports.addIssues(connection, tenant, run.id, firstNo, issues)));
        } else if (!run.isEmpty()) {
            run.countWritten(await(db.inTenant(tenant, connection -> customers
                    .lock(connection, tenant, run.externalIds())
                    .chain(found ->
                            customers.write(connection, tenant, run.merged(found, checker), run.known, zone, now()))
                    .call(() -> imports.addIssues(connection, tenant, run.id, firstNo, issues)))));
        } else {
            await(db.inTenant(tenant, connection -> imports.addIssues(connection, tenant, run.id, firstNo, issues)));
        }
        run.next();
        if (run.unreadable instanceof Problem problem) {
            throw problem;
        }
        if (run.unreadable instanceof IOException broken) {
            throw broken;
        }
    }

    private void fail(TenantId tenant, ImportRun run) {
        if (run.begun) {
            await(imports.finish(tenant, run.id, "failed", run.counts(), now())
                    .onFailure()
                    .recoverWithNull());
        }
    }

    private static Problem stopped(ImportRun run, Problem problem) {
        if (!run.begun) {
            return problem;
        }
        ImportStore.Counts counts = run.counts();
        return new Problem(
                problem.type(),
                problem.getMessage(),
                problem.errors(),
                Map.of(
                        "importId", run.id,
                        "received", counts.received(),
                        "accepted", counts.accepted(),
                        "updated", counts.updated(),
                        "rejected", counts.rejected()));
    }

    private Instant now() {
        return Instant.now(clock);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    /** Hibernate's sessions belong to an event loop: there the work begins, while this worker waits. */
    private static <T> T onEventLoop(java.util.function.Supplier<Uni<T>> work) {
        Context context = Vertx.currentContext();
        return await(Uni.createFrom()
                .deferred(() -> work.get())
                .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run())));
    }
}
