package io.outdial.bench;

import io.outdial.platform.NamedSql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements by which the service brings a batch of targets from the queue to their outcomes, in its order, as a script
 * for pgbench: the same files, prepared once, with nothing around them. What the service does beside them is what a
 * comparison shows.
 *
 * <p>Values come from pgbench's variables. Those that differ by batch are taken from the claim itself; the rest are the same
 * in each batch and given once ({@link #variables}).
 */
final class DialStatements {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** A row of a claim, gathered to arrays, with an id for each attempt. */
    private static final String GATHERED = "select array_agg(uuidv7())::text as attempts,"
            + " array_agg(p.campaign_id)::text as campaigns, array_agg(p.customer_id)::text as customers,"
            + " array_agg(p.phone)::text as phones from picked p";

    private DialStatements() {}

    /** The script of one batch: each statement and what stands for its parameters, in their order. */
    static String script() {
        List<String> lines = new ArrayList<>();
        transaction(
                lines,
                statement("dialer/lock-capacity", "tenant"),
                statement("campaign/read-running", "tenant active none"),
                statement("dialer/counters", "tenant campaign"),
                gathered(statement(
                        "dialer/pick", "tenant campaign size campaign zone now nothing no now least no nothing")),
                statement(
                        "dialer/insert-live",
                        "tenant attempts campaigns customers ones phones zones pending nulls nulls nulls owner lease"
                                + " connections costs now laters nulls nulls"),
                statement(
                        "dialer/add-counters",
                        "tenant campaign minus zero plus zero zero zero zero zero zero zero zero zero zero zero plus zero"
                                + " zero zero zero nothing factor"),
                statement(
                        "dialer/set-rates",
                        "tenant campaign day plus zero zero now now plus zero nothing zero zero moment zero zero"
                                + " moment"),
                statement("dialer/use-capacity", "tenant batch today batch batch now lease"),
                statement("dialer/next-ready", "tenant campaign"));
        transaction(lines, statement("dialer/start-sending", "tenant attempts campaign owner now lease none none"));
        transaction(
                lines,
                statement("dialer/lock-capacity-wait", "tenant"),
                statement("dialer/end-live", "tenant attempts ending"),
                statement("campaign/read-running", "tenant nostate campaign"),
                statement(
                        "dialer/insert-attempts",
                        "tenant attempts campaigns customers ones phones connections providers times times times times"
                                + " times times outcomes dispositions nulls trues talks costs qualities nulls ones nulls nulls"),
                statement(
                        "dialer/insert-targets",
                        "tenant campaigns customers phones ones ends reasons outcomes dispositions now"),
                statement(
                        "dialer/add-counters",
                        "tenant campaign zero zero minus zero plus zero zero zero zero zero plus plus plus plus minus zero"
                                + " zero plus plus nothing factor"),
                statement("dialer/add-tallies", "tenant tallied kinds names counts"),
                statement("dialer/add-slots", "tenant campaign moment zone plus plus plus"),
                statement(
                        "dialer/touch-contacts",
                        "tenant customers times ones ones times outcomes dispositions dispositions"),
                statement("dialer/give-back", "tenant batch now"));
        return String.join("\n", lines);
    }

    private static void transaction(List<String> lines, String... statements) {
        lines.add("begin;");
        lines.add("select set_tenant_for_batch(:tenant);");
        lines.addAll(List.of(statements));
        lines.add("commit;");
    }

    /** @throws IllegalStateException when the statement does not have as many parameters as it is given names */
    private static String statement(String path, String names) {
        String[] variables = names.split(" ");
        String[] parts = path.split("/");
        String sql = NamedSql.load(parts[0], parts[1])
                .lines()
                .filter(line -> !line.startsWith("--"))
                .reduce("", (text, line) -> text + "\n" + line);
        long parameters = PARAMETER
                .matcher(sql)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElse(0);
        if (parameters != variables.length) {
            throw new IllegalStateException(
                    path + " has " + parameters + " parameters and is given " + variables.length);
        }
        return PARAMETER
                        .matcher(sql)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(":" + variables[Integer.parseInt(match.group(1)) - 1]))
                        .strip()
                + ";";
    }

    /** The claim, with its last select gathered to one row of variables: a client of a database gets rows, pgbench cannot. */
    private static String gathered(String pick) {
        int last = pick.lastIndexOf("\nselect ");
        String body = pick.substring(0, last) + ", picked as (" + pick.substring(last, pick.length() - 1) + "\n)\n";
        return body + GATHERED + "\n\\gset";
    }

    /** The values of a tenant's run. */
    static List<String> variables(String tenant, String campaign, int batch) {
        String now = "2030-01-01T00:00:00Z";
        List<String> variables = new ArrayList<>();
        set(variables, "tenant", tenant);
        set(variables, "campaign", "{" + campaign + "}");
        set(variables, "batch", String.valueOf(batch));
        set(variables, "size", "{" + batch + "}");
        set(variables, "zone", "{Asia/Riyadh}");
        set(variables, "now", now);
        set(variables, "least", "01900000-0000-0000-0000-000000000000");
        set(variables, "lease", "2030-01-01T00:00:30Z");
        set(variables, "today", "2030-01-01");
        set(variables, "day", "{2030-01-01}");
        set(variables, "active", "active");
        set(variables, "nostate", "nostate");
        set(variables, "none", "{}");
        set(variables, "nothing", "{NULL}");
        set(variables, "zero", "{0}");
        set(variables, "plus", "{" + batch + "}");
        set(variables, "minus", "{-" + batch + "}");
        set(variables, "owner", "pgbench");
        set(variables, "moment", "{" + now + "}");
        set(variables, "factor", "0.99");
        set(variables, "no", "{f}");
        set(variables, "ending", "{sending,placed,unknown}");
        set(variables, "tallied", "{" + campaign + "," + campaign + "}");
        set(variables, "kinds", "{outcome,disposition}");
        set(variables, "names", "{answered_human,booked}");
        set(variables, "counts", "{" + batch + "," + batch + "}");
        each(variables, batch, "ones", "1");
        each(variables, batch, "zones", "Asia/Riyadh");
        each(variables, batch, "pending", "pending");
        each(variables, batch, "providers", "sim-0190d3a8-0000-7000-8000-000000000000");
        each(variables, batch, "connections", "simulator");
        each(variables, batch, "times", now);
        each(variables, batch, "laters", "2030-01-01T01:00:00Z");
        each(variables, batch, "outcomes", "answered_human");
        each(variables, batch, "dispositions", "booked");
        each(variables, batch, "reasons", "booked");
        each(variables, batch, "ends", "succeeded");
        each(variables, batch, "nulls", "NULL");
        each(variables, batch, "trues", "t");
        each(variables, batch, "talks", "60");
        each(variables, batch, "costs", "0.15");
        each(variables, batch, "qualities", "0.8");
        return variables;
    }

    private static void each(List<String> variables, int batch, String name, String value) {
        set(variables, name, "{" + String.join(",", java.util.Collections.nCopies(batch, value)) + "}");
    }

    private static void set(List<String> variables, String name, String value) {
        variables.add("-D");
        variables.add(name + "=" + value);
    }
}
