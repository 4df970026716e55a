package io.outdial.audience;

import java.util.List;

/** Conditions on what earlier calls did. */
public record Interactions(
        String notContactedFor, Integer maxPreviousCalls, Integer minPreviousCalls, List<String> lastOutcomeIn) {}
