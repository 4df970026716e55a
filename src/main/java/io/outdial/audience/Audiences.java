package io.outdial.audience;

import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.NormalForm;
import io.outdial.audience.query.QueryException;
import io.outdial.audience.query.QuerySql;
import io.outdial.customer.AttributeTypes;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Compiles audiences against a tenant's attributes and counts who matches. */
@ApplicationScoped
public class Audiences {

    private final AttributeTypes attributes;

    Audiences(AttributeTypes attributes) {
        this.attributes = attributes;
    }

    /**
     * The audience as one predicate; relative dates are taken from {@code now}. Fails with a {@link Problem} of type
     * VALIDATION_FAILED whose pointers are relative to the audience object.
     */
    public Uni<CompiledAudience> compile(SqlConnection connection, TenantId tenant, Audience audience, Instant now) {
        return plan(connection, tenant, audience, now).map(Plan::compiled);
    }

    /** How many customers match. */
    public Uni<Long> count(SqlConnection connection, TenantId tenant, CompiledAudience compiled) {
        return connection
                .preparedQuery(
                        "select count(*) as n from customer c where c.tenant_id = $1 and (" + compiled.where() + ")")
                .execute(arguments(tenant, compiled.arguments()))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    Uni<Plan> plan(SqlConnection connection, TenantId tenant, Audience audience, Instant now) {
        return joinByHash(connection)
                .chain(() -> attributes.of(connection, tenant))
                .map(known -> {
                    Fields fields = new Fields();
                    known.forEach((name, attribute) -> fields.attribute(name, attribute.no(), attribute.type()));
                    try {
                        return plan(AudienceParser.parse(audience, fields, now));
                    } catch (QueryException e) {
                        throw Problem.invalid(e.pointer(), e.code(), e.getMessage());
                    }
                });
    }

    /**
     * For the rest of the transaction, predicates are joined as sets. Right after an import the planner's statistics do not
     * know the tenant's rows; expecting one of each it nests loops over thousands, which is quadratic. A hash join is never
     * far from the best plan here.
     */
    private static Uni<Void> joinByHash(SqlConnection connection) {
        return connection.query("set local enable_nestloop = off").execute().replaceWithVoid();
    }

    static Plan plan(Node query) {
        QuerySql sql = new QuerySql();
        String where = sql.where(query);
        List<Object> arguments = sql.arguments();
        String present = sql.wherePresent(query);
        return new Plan(new CompiledAudience(where, arguments, NormalForm.of(query)), present, sql.arguments());
    }

    /** The tenant, then the predicate's own arguments, then more. */
    static Tuple arguments(TenantId tenant, List<Object> own, Object... more) {
        Tuple tuple = Tuple.tuple().addValue(tenant.value());
        own.forEach(tuple::addValue);
        for (Object each : more) {
            tuple.addValue(each);
        }
        return tuple;
    }

    /**
     * @param present the predicate held to customers who have every field that is negated
     * @param arguments of {@code compiled.where()} and, after them, of {@code present}
     */
    record Plan(CompiledAudience compiled, String present, List<Object> arguments) {}
}
