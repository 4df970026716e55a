package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Whom a campaign calls: parts that are AND-ed. */
public record Audience(
        JsonNode query,
        Boolean everyone,
        List<String> cities,
        List<String> neighborhoods,
        List<String> statuses,
        Interactions interactions,
        Map<String, JsonNode> attributes) {}
