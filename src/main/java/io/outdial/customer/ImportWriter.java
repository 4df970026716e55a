package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The transactions of an import. What takes the processor rather than the database is done on a worker thread. */
@ApplicationScoped
class ImportWriter {

    /** A file waits for a change of an attribute's type: a minute and more, as each wait takes two to three seconds. */
    private static final int MAX_WAITS = 40;

    /** Of a block whose customers somebody else wrote between reading and writing them. */
    private static final int MAX_REPEATS = 10;

    private final CustomerBatchStore customers;
    private final ImportStore imports;
    private final AttributeTypes types;
    private final AttributeStore attributes;
    private final TenantDb db;

    ImportWriter(
            CustomerBatchStore customers,
            ImportStore imports,
            AttributeTypes types,
            AttributeStore attributes,
            TenantDb db) {
        this.customers = customers;
        this.imports = imports;
        this.types = types;
        this.attributes = attributes;
        this.db = db;
    }

    Uni<Map<String, AttributeTypes.Known>> known(TenantId tenant) {
        return db.inTenant(tenant, connection -> types.of(connection, tenant));
    }

    Uni<Map<String, AttributeTypes.Known>> declare(TenantId tenant, Map<String, AttributeType> fresh, Instant now) {
        return db.inTenant(tenant, connection -> types.declare(connection, tenant, fresh, now));
    }

    /** Writes what a block changes, its issues and its counts, all or nothing. */
    Uni<ImportStore.Counts> write(TenantId tenant, UUID id, ImportBlock block, RowChecker checker, Instant now) {
        Set<String> ids = block.externalIds();
        return db.inTenant(tenant, connection -> types.held(connection, tenant)
                        .chain(known -> customers
                                .read(connection, tenant, ids)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(found -> block.changes(found, known, checker))
                                .call(changes -> customers.write(
                                        connection,
                                        tenant,
                                        changes,
                                        new CustomerValues.Source(known, checker.zone()),
                                        now)))
                        .map(changes -> (int)
                                changes.stream().filter(CustomerChange::isNew).count())
                        .map(block::counts)
                        .call(() -> imports.addIssues(connection, tenant, id, block.firstIssueNo, block.issues))
                        .call(counts -> imports.progress(connection, tenant, id, counts, now)))
                .onFailure(CustomerBatchStore.Overtaken.class)
                .retry()
                .withBackOff(Duration.ofMillis(10), Duration.ofMillis(500))
                .atMost(MAX_REPEATS)
                .onFailure(TenantDb.HeldElsewhere.class)
                .retry()
                .atMost(MAX_WAITS);
    }

    /** Counts what {@link #write} would do, and keeps the issues. */
    Uni<ImportStore.Counts> pretend(TenantId tenant, ImportRun run, ImportBlock block, Instant now) {
        return db.inTenant(tenant, connection -> customers
                .existing(connection, tenant, block.externalIds())
                .map(existing -> block.counts(run.wouldBeNew(block, existing)))
                .call(() -> imports.addIssues(connection, tenant, run.id, block.firstIssueNo, block.issues))
                .call(counts -> imports.progress(connection, tenant, run.id, counts, now)));
    }

    /** Gives attributes the type that the whole file says they have, unless a person said one by now. */
    Uni<Map<String, AttributeTypes.Known>> correct(
            TenantId tenant, Map<String, AttributeType> corrections, ZoneId zone, Instant now) {
        return db.inTenant(tenant, connection -> types.lock(connection, tenant)
                .chain(() -> Multi.createFrom()
                        .iterable(List.copyOf(corrections.entrySet()))
                        .onItem()
                        .transformToUniAndConcatenate(each ->
                                attributes.reinfer(connection, tenant, each.getKey(), each.getValue(), zone, now))
                        .onItem()
                        .ignoreAsUni())
                .chain(() -> types.of(connection, tenant)));
    }
}
