package io.outdial.audience;

import io.outdial.audience.query.Contradictions;
import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.NormalForm;
import io.outdial.audience.query.PersonalTests;
import io.outdial.audience.query.QueryException;
import io.outdial.audience.query.QuerySql;
import io.outdial.customer.AttributeTypes;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Planner;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compiles audiences against a tenant's attributes and counts who matches. */
@ApplicationScoped
public class Audiences {

    private final AttributeTypes attributes;

    private final AudienceReferences references;

    Audiences(AttributeTypes attributes, AudienceReferences references) {
        this.attributes = attributes;
        this.references = references;
    }

    /**
     * The audience as one predicate; relative dates are taken from {@code now}. Fails with a {@link Problem} whose pointers are
     * relative to the audience object: VALIDATION_FAILED, or FORBIDDEN when it asks for personal data that {@code sight} may
     * not see.
     */
    public Uni<CompiledAudience> compile(
            SqlConnection connection, TenantId tenant, Audience audience, Sight sight, Instant now) {
        return plan(connection, tenant, audience, sight, now).map(Plan::compiled);
    }

    /** How many customers match. */
    public Uni<Long> count(SqlConnection connection, TenantId tenant, CompiledAudience compiled) {
        return connection
                .preparedQuery("select count(*) as n from (" + compiled.ids().once() + ") x")
                .execute(arguments(tenant, compiled.arguments()))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    Uni<Plan> plan(SqlConnection connection, TenantId tenant, Audience audience, Sight sight, Instant now) {
        return vocabulary(connection, tenant)
                .call(() -> Planner.joinSets(connection))
                .chain(words -> references
                        .resolve(connection, tenant, audience)
                        .map(saved -> plan(audience, saved, words, sight, now)))
                .onFailure(QueryException.class)
                .transform(failure -> {
                    QueryException e = (QueryException) failure;
                    return Problem.invalid(e.pointer(), e.code(), e.getMessage());
                });
    }

    /**
     * What the tenant's audiences are written in.
     *
     * @param lists the attributes, by number, of which some customer has several values
     * @param zone whose days calendar dates are, as in an import
     */
    private record Vocabulary(Fields fields, Set<Integer> lists, ZoneId zone) {}

    private Uni<Vocabulary> vocabulary(SqlConnection connection, TenantId tenant) {
        return attributes.of(connection, tenant).chain(known -> attributes
                .withLists(connection, tenant)
                .chain(lists -> zone(connection, tenant).map(zone -> new Vocabulary(fields(known), lists, zone))));
    }

    private static Uni<ZoneId> zone(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select time_zone from tenant where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> ZoneId.of(rows.iterator().next().getString("time_zone")));
    }

    private static Fields fields(Map<String, AttributeTypes.Known> known) {
        Fields fields = new Fields();
        known.forEach((name, attribute) -> fields.attribute(name, attribute.no(), attribute.type()));
        return fields;
    }

    private static Plan plan(Audience audience, Optional<Audience> saved, Vocabulary words, Sight sight, Instant now) {
        List<Node> parts = new ArrayList<>();
        List<Audience.FollowUp> followUps = new ArrayList<>();
        Node own = AudienceParser.parse(audience, words.fields(), now, words.zone());
        PersonalTests.first(own).ifPresent(pointer -> look(sight, pointer));
        parts.add(own);
        followUps.add(audience.followUp());
        saved.ifPresent(other -> {
            Node named = AudienceReferences.parse(other, words.fields(), now, words.zone());
            PersonalTests.first(named).ifPresent(inside -> look(sight, AudienceReferences.POINTER));
            parts.add(named);
            followUps.add(other.followUp());
        });
        Node all = Node.and(parts);
        Contradictions.refuse(all);
        return plan(new QuerySql(words.lists()), all, followUps);
    }

    /** Who is told how many match learns what was asked for, however little else they are shown. */
    private static void look(Sight sight, String pointer) {
        if (!sight.maySeePersonalData()) {
            throw Problem.forbidden(
                    pointer,
                    "personal_field",
                    "Asking for a phone, name or email needs the scope " + Scopes.CUSTOMERS_PII
                            + "; without it only $exists may be asked of them.");
        }
        sight.notePersonalDataSeen();
    }

    static Plan plan(Node query) {
        return plan(new QuerySql(), query, List.of());
    }

    private static Plan plan(QuerySql sql, Node query, List<Audience.FollowUp> followUps) {
        List<String> narrowing = followUps.stream()
                .filter(Objects::nonNull)
                .flatMap(followUp -> FollowUpSql.ids(followUp, sql::bind).stream())
                .toList();
        QuerySql.Ids ids = sql.ids(query, narrowing);
        List<Object> arguments = sql.arguments();
        CompiledAudience compiled = new CompiledAudience(ids, arguments, NormalForm.of(query));
        if (!sql.mayMatchByAbsence()) {
            return new Plan(compiled, ids, arguments, false);
        }
        return new Plan(compiled, sql.idsPresent(query, narrowing), sql.arguments(), true);
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
     * @param present who matches of those who have every field that is negated
     * @param arguments of {@code compiled} and, after them, of {@code present}
     * @param absence whether the two may differ
     */
    record Plan(CompiledAudience compiled, QuerySql.Ids present, List<Object> arguments, boolean absence) {}
}
