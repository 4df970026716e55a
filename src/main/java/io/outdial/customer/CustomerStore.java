package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Rows of customers and their searchable values, which are always written together. */
@ApplicationScoped
class CustomerStore {

    private static final String ONE = "select * from customer where tenant_id = $1 and customer_id = $2";

    private final TenantDb db;
    private final CustomerBatchStore batches;
    private final ValueStore values;
    private final AttributeTypes attributes;
    private final List<PersonalTraces> traces;

    CustomerStore(
            TenantDb db,
            CustomerBatchStore batches,
            ValueStore values,
            AttributeTypes attributes,
            @All List<PersonalTraces> traces) {
        this.db = db;
        this.batches = batches;
        this.values = values;
        this.attributes = attributes;
        this.traces = traces;
    }

    /** Writes a new customer; 409 when the external id is taken. */
    Uni<CustomerRow> create(TenantId tenant, CustomerRow customer, ZoneId zone, Instant now) {
        return db.inTenant(tenant, connection -> declareAll(connection, tenant, customer, now)
                        .chain(known -> batches.write(
                                connection,
                                tenant,
                                List.of(new CustomerChange(null, customer)),
                                new CustomerValues.Source(known, zone),
                                now))
                        .chain(() ->
                                AuditLog.add(connection, tenant, AuditEntry.of("customer.create", customer.id), now))
                        .chain(() -> find(connection, tenant, new CustomerId(customer.id))))
                .onFailure(CustomerBatchStore.Overtaken.class)
                .transform(failure -> taken());
    }

    /** 404 when the tenant has no such customer. */
    Uni<CustomerRow> read(TenantId tenant, CustomerId id) {
        return db.inTenant(tenant, connection -> find(connection, tenant, id));
    }

    Uni<Page<CustomerRow>> list(TenantId tenant, int limit, UUID after) {
        return db.inTenant(tenant, connection -> connection
                        .preparedQuery(
                                "select * from customer where tenant_id = $1 and customer_id > $2 order by customer_id limit $3")
                        .execute(Tuple.of(tenant.value(), after, limit + 1)))
                .map(rows -> Page.of(rowsOf(rows), limit, customer -> customer.id.toString()));
    }

    /** Changes the customer that {@code ifMatch} names; 428, 412, 404, or 409 when a new external id is taken. */
    Uni<CustomerRow> update(
            TenantId tenant,
            CustomerId id,
            String ifMatch,
            UnaryOperator<CustomerRow> change,
            ZoneId zone,
            Instant now) {
        return db.inTenant(tenant, connection -> find(connection, tenant, id)
                        .invoke(found -> Versions.requireMatch(ifMatch, found.version))
                        .map(found -> new CustomerChange(found.copy(), change.apply(found)))
                        .call(changed -> declareAll(connection, tenant, changed.after(), now)
                                .chain(known -> batches.write(
                                        connection,
                                        tenant,
                                        List.of(changed),
                                        new CustomerValues.Source(known, zone),
                                        now)))
                        .chain(() ->
                                AuditLog.add(connection, tenant, AuditEntry.of("customer.change", id.value()), now))
                        .chain(() -> find(connection, tenant, id)))
                .onFailure(CustomerStore::externalIdIsTaken)
                .transform(failure -> taken())
                .onFailure(CustomerBatchStore.Overtaken.class)
                .transform(failure -> new Problem(ProblemType.VERSION_STALE, "Read it again and repeat your change."));
    }

    /** Removes the customer and all that is known of them; the number stays suppressed, as a keyed hash. */
    Uni<Void> erase(TenantId tenant, CustomerId id, String ifMatch, ZoneId zone, String by, Instant now) {
        return db.inTenant(tenant, connection -> {
            Erasure erasure = new Erasure(connection, tenant, id);
            return erasure.hold()
                    .invoke(found -> Versions.requireMatch(ifMatch, found.version))
                    .chain(found -> erasure.run(found.phone, traces, by, now)
                            .chain(() -> attributes.held(connection, tenant))
                            .chain(known -> values.forget(connection, tenant, CustomerValues.of(found, known, zone)))
                            .chain(() -> AuditLog.add(
                                    connection, tenant, AuditEntry.of("customer.erase", id.value()), now)));
        });
    }

    private Uni<Map<String, AttributeTypes.Known>> declareAll(
            SqlConnection connection, TenantId tenant, CustomerRow customer, Instant now) {
        return attributes.of(connection, tenant).chain(known -> {
            Inference fresh = new Inference();
            Flat.of(customer.attributes.getMap()).forEach((name, values) -> {
                if (!known.containsKey(name) && !ImportColumns.isCore(name)) {
                    values.forEach(value -> fresh.add(name, TypedText.inferJson(value)));
                }
            });
            Map<String, AttributeType> types = fresh.types();
            return types.isEmpty()
                    ? attributes.held(connection, tenant)
                    : attributes.declare(connection, tenant, types, now);
        });
    }

    static Uni<CustomerRow> find(SqlConnection connection, TenantId tenant, CustomerId id) {
        return one(connection, ONE, tenant, id);
    }

    /** The same, and nobody else changes them before the transaction ends. */
    static Uni<CustomerRow> hold(SqlConnection connection, TenantId tenant, CustomerId id) {
        return one(connection, ONE + " for no key update", tenant, id);
    }

    private static Uni<CustomerRow> one(SqlConnection connection, String select, TenantId tenant, CustomerId id) {
        return connection
                .preparedQuery(select)
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("customer");
                    }
                    return CustomerRow.of(rows.iterator().next());
                });
    }

    private static List<CustomerRow> rowsOf(RowSet<Row> rows) {
        List<CustomerRow> customers = new ArrayList<>(rows.size());
        rows.forEach(row -> customers.add(CustomerRow.of(row)));
        return customers;
    }

    private static boolean externalIdIsTaken(Throwable failure) {
        return failure instanceof PgException pg && "23505".equals(pg.getSqlState());
    }

    private static Problem taken() {
        return new Problem(
                ProblemType.CONFLICT,
                "There is a customer with this external id already.",
                List.of(new Problem.FieldError("/externalId", "taken", "Change that customer, or choose another id.")));
    }
}
