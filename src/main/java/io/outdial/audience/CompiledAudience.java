package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A predicate over alias c of customer: $1 is the tenant, own arguments follow. */
public record CompiledAudience(String where, List<Object> arguments, JsonNode normalized) {}
