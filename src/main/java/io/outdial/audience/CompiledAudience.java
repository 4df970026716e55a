package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.audience.query.QuerySql;
import java.util.List;

/**
 * An audience as one SQL query of ids of customers.
 *
 * @param ids the query; {@code $1} is the tenant
 * @param arguments the values of {@code $2} to {@code $(1 + arguments.size())}
 * @param normalized the whole audience as one query, every operator said
 */
public record CompiledAudience(QuerySql.Ids ids, List<Object> arguments, JsonNode normalized) {}
