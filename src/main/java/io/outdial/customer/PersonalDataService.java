package io.outdial.customer;

import io.outdial.customer.PersonalTraces.Kind;
import io.outdial.customer.PersonalTraces.Told;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what all rooms keep about a person, as of one moment. */
@ApplicationScoped
class PersonalDataService {

    private final TenantDb db;
    private final List<PersonalTraces> traces;

    PersonalDataService(TenantDb db, @All List<PersonalTraces> traces) {
        this.db = db;
        this.traces = traces;
    }

    /** 404 when there is no such customer. */
    Uni<PersonalData> of(TenantId tenant, CustomerId customer) {
        List<Kind> kinds =
                traces.stream().flatMap(each -> each.kinds().stream()).toList();
        return db.inTenant(tenant, c -> CustomerStore.find(c, tenant, customer).chain(row -> Multi.createFrom()
                .iterable(kinds)
                .onItem()
                .transformToUniAndConcatenate(kind -> told(c, tenant, customer, kind))
                .collect()
                .asList()
                .map(told -> document(row, told))));
    }

    private static Uni<Told> told(SqlConnection c, TenantId tenant, CustomerId customer, Kind kind) {
        return c.preparedQuery(kind.sql())
                .execute(Tuple.of(tenant.value(), customer.value(), PersonalTraces.MOST + 1))
                .map(rows -> {
                    List<Map<String, Object>> records = new ArrayList<>(rows.size());
                    rows.forEach(row -> records.add(row.getJsonObject("record").getMap()));
                    boolean more = records.size() > PersonalTraces.MOST;
                    return new Told(kind.name(), more ? records.subList(0, PersonalTraces.MOST) : records, more);
                });
    }

    private static PersonalData document(CustomerRow row, List<Told> told) {
        Map<String, List<Map<String, Object>>> records = new LinkedHashMap<>();
        told.forEach(kind -> records.put(kind.name(), kind.records()));
        return new PersonalData(
                CustomerView.of(row, true),
                records,
                told.stream().filter(Told::more).map(Told::name).toList());
    }
}
