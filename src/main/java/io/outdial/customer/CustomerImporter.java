package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.UploadedText;
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
import java.util.zip.ZipException;

/**
 * Imports files of any size in constant memory: reads a block while the database writes those before it. Runs on a worker
 * thread, which waits when the database is behind; that slows the upload down.
 */
@ApplicationScoped
class CustomerImporter {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Reading all values of some attributes again, in a tenant of any size. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);

    private final ImportWriter writer;
    private final ImportStore imports;
    private final ImportBeats beats;
    private final TenantStore tenants;
    private final Clock clock;

    CustomerImporter(ImportWriter writer, ImportStore imports, ImportBeats beats, TenantStore tenants, Clock clock) {
        this.writer = writer;
        this.imports = imports;
        this.beats = beats;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * Reads the file to its end. Blocks written before a failure stay written; the problem then says how far it came.
     *
     * @throws Problem 400 when the file cannot be read (on); 429 when as many imports run as may
     */
    ImportAnswer run(TenantId tenant, InputStream body, boolean ndjson, boolean dryRun, String by) {
        beats.enter();
        try {
            return entered(tenant, body, ndjson, dryRun, by);
        } finally {
            beats.leave();
        }
    }

    private ImportAnswer entered(TenantId tenant, InputStream body, boolean ndjson, boolean dryRun, String by) {
        UUID id = Uuid7.next();
        ImportRun run = new ImportRun(id, dryRun, now());
        try {
            var text = UploadedText.open(body == null ? InputStream.nullInputStream() : body);
            RowSource source = ndjson ? new NdjsonRows(text) : new CsvRows(text);
            Tenant settings = onEventLoop(() -> tenants.read(tenant));
            RowChecker checker = new RowChecker(settings.country, ZoneId.of(settings.timeZone), source.textsOnly());
            await(imports.begin(
                    tenant, id, dryRun, by, beats.mostOfATenant(), beats.silentSince(run.begunAt), run.begunAt));
            run.begun = true;
            beats.begin(tenant, id);
            run.known = await(writer.known(tenant));
            read(tenant, run, source, checker);
            await(imports.finish(tenant, id, ImportAnswer.FINISHED, run.attributes(), now()));
            return run.answer(now());
        } catch (ZipException e) {
            fail(tenant, run);
            throw stopped(run, new Problem(ProblemType.MALFORMED_REQUEST, "The body is not in the gzip format."));
        } catch (IOException e) {
            fail(tenant, run);
            throw stopped(run, new Problem(ProblemType.MALFORMED_REQUEST, "The upload ended before its end."));
        } catch (Problem problem) {
            fail(tenant, run);
            throw stopped(run, problem);
        } catch (RuntimeException e) {
            fail(tenant, run);
            throw e;
        } finally {
            beats.end(id);
        }
    }

    private void read(TenantId tenant, ImportRun run, RowSource source, RowChecker checker) throws IOException {
        ImportPipeline pipeline = new ImportPipeline(run::count);
        try {
            for (boolean more = true; more; ) {
                ImportBlock block = new ImportBlock();
                try {
                    more = fill(block, source, checker);
                } finally { // what was read before the upload broke is good and is written
                    submit(tenant, run, block, checker, pipeline);
                }
            }
        } finally {
            pipeline.drain();
        }
        Map<String, AttributeType> corrections = run.corrections();
        if (run.dryRun) {
            run.pretend(corrections);
        } else if (!corrections.isEmpty()) {
            run.known = writer.correct(tenant, corrections, checker.zone(), now())
                    .await()
                    .atMost(LONG_PATIENCE);
        }
    }

    /** Reads the next block; false at the end of the file. */
    private static boolean fill(ImportBlock block, RowSource source, RowChecker checker) throws IOException {
        while (!block.isFull()) {
            ImportedRow row = source.next();
            if (row == null) {
                return false;
            }
            block.take(row, checker);
        }
        return true;
    }

    private void submit(
            TenantId tenant, ImportRun run, ImportBlock block, RowChecker checker, ImportPipeline pipeline) {
        if (block.isEmpty()) {
            return;
        }
        Map<String, AttributeType> fresh = run.infer(block, checker);
        if (run.dryRun) {
            run.pretend(fresh);
        } else if (!fresh.isEmpty()) {
            run.learn(await(writer.declare(tenant, fresh, now())), fresh.keySet());
        }
        run.compare(block, checker);
        Instant now = now();
        pipeline.submit(
                block.externalIds(),
                run.dryRun
                        ? writer.pretend(tenant, run, block, now)
                        : writer.write(tenant, run.id, block, checker, now));
        if (run.dryRun) {
            pipeline.drain(); // the ids it remembers are asked in the order of the file
        }
    }

    private void fail(TenantId tenant, ImportRun run) {
        if (run.begun) {
            await(imports.finish(tenant, run.id, ImportAnswer.FAILED, List.of(), now())
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
