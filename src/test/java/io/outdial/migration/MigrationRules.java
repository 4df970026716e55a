package io.outdial.migration;

import io.outdial.migration.SqlScript.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration may do while replicas that do not know of it work on its tables: add, in ways that they neither notice nor
 * wait for. What is not known to be harmless is refused, and so is what removes or narrows, unless a comment above it says
 * {@code contract: unused since 0.2}, the first release of which no statement uses it. docs/upgrade.md has the rules in words.
 */
final class MigrationRules {

    private static final String NAME = "(?:public\\.)?\"?([a-z_][a-z0-9_]*)\"?";
    private static final Pattern TABLE =
            Pattern.compile("create table (?:if not exists )?" + NAME + " ?\\(.*", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile(
            "create (unique )?index (concurrently )?(?:if not exists )?(?:[a-z0-9_]+ )?on (only )?" + NAME + "\\b.*");
    private static final Pattern POLICY = Pattern.compile("create policy \\S+ on " + NAME + "\\b.*");
    private static final Pattern INSERT = Pattern.compile("insert into " + NAME + "\\b.*");
    private static final Pattern REVOKE =
            Pattern.compile("revoke .+ on (?:table |function )?" + NAME + "(?: ?\\(.*\\))? from .+");
    private static final Pattern FUNCTION = Pattern.compile("create (?:or replace )?function " + NAME + " ?\\(.*");
    private static final Pattern ALTER = Pattern.compile("alter table (?:only )?" + NAME + " (.+)");
    private static final Pattern HARMLESS =
            Pattern.compile("(create (or replace )?view|grant|comment on|set local lock_timeout) .+");
    private static final Pattern COLUMN = Pattern.compile(
            "add (?:column )?(?:if not exists )?(?!constraint |check |unique |primary |foreign |exclude )" + NAME
                    + " (.+)");
    private static final Pattern COMPUTED = Pattern.compile(".*\\bdefault [^(]*\\b[a-z_]+ ?\\(.*");
    private static final Pattern ADD_CHECK = Pattern.compile("add constraint ([a-z0-9_]+) check ?\\((.*)\\) not valid");
    private static final Pattern DROP_CHECK = Pattern.compile("drop constraint ([a-z0-9_]+)");
    private static final Pattern TUNED =
            Pattern.compile("alter column \\S+ (drop not null|set statistics -?\\d+)|(set|reset) \\(.+\\)");
    private static final Pattern ONE_OF = Pattern.compile("([a-z_]+) in \\(([^()]*)\\)");
    private static final Pattern PATIENCE = Pattern.compile("set local lock_timeout (?:=|to) '(\\d+)(ms|s)'");
    private static final Pattern CONTRACT = Pattern.compile("contract: unused since (\\d+)\\.(\\d+)\\b.*");

    private final int[] release;
    /** By name: the words that a column may have. */
    private final Map<String, Set<String>> checks = new HashMap<>();

    private final Set<String> partitioned = new HashSet<>();

    /** @param release that is being made, such as {@code 0.3.0-SNAPSHOT} */
    MigrationRules(String release) {
        Matcher numbers = Pattern.compile("(\\d+)\\.(\\d+)\\b.*").matcher(release);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("no release: " + release);
        }
        this.release = new int[] {Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))};
    }

    /** Takes the schema that is there before, or a migration that was judged, for granted. */
    MigrationRules after(String sql) {
        for (Statement each : SqlScript.of(sql).statements()) {
            Matcher table = TABLE.matcher(each.text());
            if (table.matches()) {
                String columns = SqlScript.inParentheses(each.text());
                learn(table.group(1), columns);
                if (each.text().endsWith(")") && each.text().contains(columns + ") partition by ")) {
                    partitioned.add(table.group(1));
                }
            }
            Matcher alter = ALTER.matcher(each.text());
            if (alter.matches()) {
                for (String action : SqlScript.list(alter.group(2))) {
                    Matcher check = ADD_CHECK.matcher(action);
                    if (check.matches()) {
                        checks.put(check.group(1), words(check.group(2)));
                    }
                }
            }
        }
        return this;
    }

    private void learn(String table, String columns) {
        for (String column : SqlScript.list(columns)) {
            Matcher check = Pattern.compile("(?:constraint )?([a-z_0-9]+) .*?\\bcheck \\((.*)\\)")
                    .matcher(column);
            if (check.matches()) {
                String name =
                        column.startsWith("constraint ") ? check.group(1) : table + "_" + check.group(1) + "_check";
                checks.put(name, words(check.group(2)));
            }
        }
    }

    /** What a column may be, of {@code state in ('a', 'b')}; empty when the check says something else. */
    private static Set<String> words(String check) {
        Matcher oneOf = ONE_OF.matcher(check.strip());
        return oneOf.matches() ? new TreeSet<>(SqlScript.list(oneOf.group(2))) : Set.of();
    }

    /** What is wrong with a migration, in words; empty is right. */
    List<String> broken(String sql) {
        return new File(SqlScript.of(sql).statements()).broken();
    }

    private final class File {

        private final List<Statement> statements;
        private final Set<String> made = new HashSet<>();
        private final Set<String> altered = new TreeSet<>();
        private final List<String> wrong = new ArrayList<>();

        File(List<Statement> statements) {
            this.statements = statements;
        }

        List<String> broken() {
            for (Statement each : statements) {
                String why = contracts(each) ? null : why(each.text());
                if (why != null) {
                    wrong.add(SqlScript.beginning(each.text()) + " -- " + why);
                }
            }
            if (altered.size() > 1) {
                wrong.add("it locks " + altered + " at once, and a deadlock is a matter of time: a file for each");
            }
            if (!altered.isEmpty() && !isImpatient()) {
                wrong.add(
                        "who waits for a lock has everybody wait behind it: begin with set local lock_timeout of 10s at"
                                + " most");
            }
            return wrong;
        }

        private boolean isImpatient() {
            Matcher patience = PATIENCE.matcher(statements.get(0).text());
            return patience.matches()
                    && Long.parseLong(patience.group(1)) * (patience.group(2).equals("s") ? 1_000 : 1) <= 10_000;
        }

        /** Whether a comment gives leave, and its release is out: then replicas of the release before do not use it either. */
        private boolean contracts(Statement statement) {
            boolean leave = false;
            for (String comment : statement.comments()) {
                Matcher contract = CONTRACT.matcher(comment);
                if (contract.matches()) {
                    int major = Integer.parseInt(contract.group(1));
                    int minor = Integer.parseInt(contract.group(2));
                    leave |= major < release[0] || (major == release[0] && minor < release[1]);
                }
            }
            Matcher alter = ALTER.matcher(statement.text());
            if (leave && alter.matches()) {
                altered.add(alter.group(1));
            }
            return leave;
        }

        private String why(String text) {
            Matcher match = TABLE.matcher(text);
            if (match.matches()) {
                made.add(match.group(1));
                return null;
            }
            match = FUNCTION.matcher(text);
            if (match.matches()) {
                made.add(match.group(1));
                return null;
            }
            if (HARMLESS.matcher(text).matches()) {
                return null;
            }
            match = INDEX.matcher(text);
            if (match.matches()) {
                return index(match);
            }
            match = ALTER.matcher(text);
            if (match.matches()) {
                return alter(match.group(1), SqlScript.list(match.group(2)));
            }
            for (Pattern ofNewOnly : List.of(POLICY, INSERT, REVOKE)) {
                match = ofNewOnly.matcher(text);
                if (match.matches()) {
                    return made.contains(match.group(1)) ? null : "only on what the same file makes";
                }
            }
            return "not known to be harmless to who does not know of it";
        }

        private String index(Matcher index) {
            String table = index.group(4);
            if (made.contains(table)) {
                return null;
            }
            if (index.group(1) != null) {
                return "who does not know that it is unique writes it twice";
            }
            if (partitioned.contains(table)) {
                return index.group(3) != null
                        ? null
                        : "it stops who writes: on only " + table + ", and the months that are there one by one";
            }
            if (index.group(2) == null) {
                return "it stops who writes: concurrently, in a file of its own";
            }
            return alone();
        }

        private String alone() {
            return statements.size() == 1
                    ? null
                    : "in a file of its own: the rest is one transaction, this is none or long";
        }

        private String alter(String table, List<String> actions) {
            if (made.contains(table)) {
                return null;
            }
            if (actions.size() == 1 && actions.get(0).startsWith("validate constraint ")) {
                return alone();
            }
            altered.add(table);
            Set<String> dropped = new HashSet<>();
            Set<String> replaced = new HashSet<>();
            for (String action : actions) {
                Matcher drop = DROP_CHECK.matcher(action);
                Matcher check = ADD_CHECK.matcher(action);
                if (drop.matches()) {
                    dropped.add(drop.group(1));
                } else if (check.matches()) {
                    if (!dropped.contains(check.group(1)) || !isWider(check.group(1), check.group(2))) {
                        return "a new check, or one that is not seen to be wider, refuses what others write";
                    }
                    replaced.add(check.group(1));
                } else {
                    String why = action(action);
                    if (why != null) {
                        return why;
                    }
                }
            }
            return replaced.containsAll(dropped) ? null : "a constraint goes: statements may rest on it";
        }

        private boolean isWider(String name, String check) {
            Set<String> before = checks.getOrDefault(name, Set.of());
            return !before.isEmpty() && words(check).containsAll(before);
        }

        private String action(String action) {
            if (TUNED.matcher(action).matches()) {
                return null;
            }
            Matcher column = COLUMN.matcher(action);
            if (!column.matches()) {
                return "not known to be harmless to who does not know of it";
            }
            String definition = column.group(2);
            if (definition.matches(".*\\b(unique|primary key|references|check|generated|serial|bigserial)\\b.*")) {
                return "a column that is added says its type and its default, and nothing else: the table is read or written"
                        + " anew meanwhile, or others cannot fill it";
            }
            if (definition.contains("not null") && !definition.contains("default ")) {
                return "who does not know of it cannot fill it: null, or a default";
            }
            return COMPUTED.matcher(definition).matches() ? "a default that is computed writes the table anew" : null;
        }
    }
}
