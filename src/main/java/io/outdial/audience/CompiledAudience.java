package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An audience as one SQL predicate.
 *
 * @param where a boolean expression, never null, over the alias {@code c} of {@code customer}; {@code $1} is the tenant
 * @param arguments the values of {@code $2} to {@code $(1 + arguments.size())}
 * @param normalized the whole audience as one query, every operator said
 */
public record CompiledAudience(String where, List<Object> arguments, JsonNode normalized) {}
