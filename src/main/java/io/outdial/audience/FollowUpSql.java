package io.outdial.audience;

import io.outdial.audience.Audience.FollowUp;
import io.outdial.audience.query.QueryException;
import io.outdial.kernel.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compiles what became of an earlier campaign's targets to sets of ids of customers. */
final class FollowUpSql {

    /** The states in which a target's story has ended. */
    static final Set<String> FINAL_STATES =
            Set.of("succeeded", "completed", "exhausted", "suppressed", "unknown", "expired");

    private static final Set<String> OUTCOMES =
            Arrays.stream(Outcome.values()).map(Outcome::code).collect(Collectors.toSet());
    private static final int MOST_VALUES = 100;
    private static final int MOST_TIMES = 1_000;

    private FollowUpSql() {}

    /**
     * Statements that each answer ids, none of which repeats; who is meant is in all of them.
     *
     * @param bind takes an argument and answers its placeholder
     */
    static List<String> ids(FollowUp followUp, Function<Object, String> bind) {
        String campaign = bind.apply(followUp.campaignId()) + "::uuid";
        List<String> ids = new ArrayList<>();
        StringBuilder targets = new StringBuilder("select t.customer_id from target_now t")
                // Who was erased since is no customer any more.
                .append(" join customer e on e.tenant_id = $1 and e.customer_id = t.customer_id")
                .append(" where t.tenant_id = $1 and t.campaign_id = ")
                .append(campaign);
        anyOf(targets, "t.state", followUp.states(), bind);
        anyOf(targets, "t.last_outcome", followUp.lastOutcomes(), bind);
        anyOf(targets, "t.disposition", followUp.dispositions(), bind);
        ids.add(targets.toString());
        if (followUp.outcomeTimes() != null) {
            followUp.outcomeTimes()
                    .forEach((outcome, times) ->
                            ids.add("select a.customer_id from attempt a where a.tenant_id = $1 and a.campaign_id = "
                                    + campaign + " and a.outcome = " + bind.apply(outcome)
                                    + "::text group by a.customer_id having count(*) >= " + bind.apply(times)
                                    + "::int"));
        }
        return ids;
    }

    private static void anyOf(StringBuilder where, String column, List<String> values, Function<Object, String> bind) {
        if (values != null && !values.isEmpty()) {
            where.append(" and ")
                    .append(column)
                    .append(" = any(")
                    .append(bind.apply(values.toArray(String[]::new)))
                    .append("::text[])");
        }
    }

    /** @throws QueryException when a value means nothing; pointers begin with {@code /followUp} */
    static void check(FollowUp followUp) {
        if (followUp.campaignId() == null) {
            throw new QueryException("/followUp/campaignId", "required", "A follow-up names the campaign it follows.");
        }
        oneOf("/followUp/states", "A final state", FINAL_STATES, followUp.states());
        oneOf("/followUp/lastOutcomes", "An outcome", OUTCOMES, followUp.lastOutcomes());
        oneOf("/followUp/dispositions", "A disposition", null, followUp.dispositions());
        if (followUp.outcomeTimes() != null) {
            oneOf(
                    "/followUp/outcomeTimes",
                    "An outcome",
                    OUTCOMES,
                    List.copyOf(followUp.outcomeTimes().keySet()));
            for (Map.Entry<String, Integer> each : followUp.outcomeTimes().entrySet()) {
                if (each.getValue() == null || each.getValue() < 1 || each.getValue() > MOST_TIMES) {
                    throw new QueryException(
                            "/followUp/outcomeTimes/" + each.getKey(),
                            "out_of_range",
                            "A number of calls is between 1 and " + MOST_TIMES + ".");
                }
            }
        }
    }

    private static void oneOf(String pointer, String what, Set<String> known, List<String> values) {
        if (values == null) {
            return;
        }
        if (values.size() > MOST_VALUES) {
            throw new QueryException(pointer, "too_many", "At most " + MOST_VALUES + " values may be given.");
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value == null || value.indexOf('\u0000') >= 0 || (known != null && !known.contains(value))) {
                throw new QueryException(
                        pointer + "/" + i,
                        "unknown_value",
                        known == null
                                ? what + " is a text."
                                : what + " is one of " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
    }
}
