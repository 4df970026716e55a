package io.outdial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds every statement and the migrations to what a database that is sharded by tenant needs: each part of a statement names
 * the tenant, an INSERT stands alone, and values come from the service and not from the worker's clock. {@link SchemaRulesTest}
 * holds the tables.
 */
class ShardingRulesTest {

    private static final Path STATEMENTS = Path.of("src/main/resources/sql");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path CODE = Path.of("src/main/java");

    private static final Pattern COMMENT = Pattern.compile("--.*");
    private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern TABLE = Pattern.compile("create table (\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern READS = Pattern.compile("\\b(?:from|join|update|using|delete from)\\s+([a-z_]+)\\b");
    private static final Pattern NAMES_TENANT = Pattern.compile("\\btenant_id\\s*=\\s*\\$\\d|\\btenant_id in \\(");
    private static final Pattern VOLATILE = Pattern.compile(
            "\\b(now\\(|clock_timestamp|statement_timestamp|transaction_timestamp|current_timestamp|current_date|localtime"
                    + "|random\\(|gen_random_uuid|uuidv7|nextval)");
    private static final Pattern NOT_ROUTED = Pattern.compile(
            "\\bmerge into\\b|\\bcopy [a-z_]+ (?:from|to)\\b|\\bset \\w+ = \\([^()]*\\)\\s*\\[|pg_(?:try_)?advisory");
    private static final Pattern INSERTS = Pattern.compile("\\binsert into\\s+([a-z_]+)\\b");
    private static final Pattern GIVES_TENANT =
            Pattern.compile("\\bselect\\s+(?:\\$1|[a-z]+\\.tenant_id)|\\bvalues\\s*\\(\\$1\\b");
    private static final Pattern NESTED_INSERT = Pattern.compile("\\(\\s*insert\\b");
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

    /** Not sharded: kept whole on every node. */
    private static final Set<String> SHARED = Set.of("platform_do_not_call", "flyway_schema_history");

    @Test
    void everyPartOfAStatementNamesItsTenant() throws IOException {
        Set<String> sharded = tables();
        Map<String, List<String>> offenders = new TreeMap<>();
        for (Path file : files(STATEMENTS, ".sql")) {
            List<String> parts = parts(bare(Files.readString(file))).stream()
                    .filter(part -> readsOneOf(part, sharded)
                            && !NAMES_TENANT.matcher(part).find())
                    .toList();
            if (!parts.isEmpty()) {
                offenders.put(STATEMENTS.relativize(file).toString(), parts);
            }
        }
        assertThat(offenders).isEmpty();
    }

    @Test
    void anInsertGivesItsTenantFirst() throws IOException {
        Set<String> sharded = tables();
        List<String> offenders = new ArrayList<>();
        for (Path file : files(STATEMENTS, ".sql")) {
            String sql = bare(Files.readString(file));
            boolean inserts = INSERTS.matcher(sql).results().anyMatch(match -> sharded.contains(match.group(1)));
            if (inserts && !GIVES_TENANT.matcher(sql).find()) {
                offenders.add(STATEMENTS.relativize(file).toString());
            }
        }
        assertThat(offenders).isEmpty();
    }

    @Test
    void anInsertStandsAlone() throws IOException {
        assertThat(offenders(STATEMENTS, ".sql", NESTED_INSERT)).isEmpty();
    }

    @Test
    void timeAndIdsComeFromTheService() throws IOException {
        assertThat(offenders(STATEMENTS, ".sql", VOLATILE)).isEmpty();
        assertThat(sqlInCode(VOLATILE)).isEmpty();
    }

    @Test
    void nothingIsUsedThatAShardedDatabaseCannotRoute() throws IOException {
        assertThat(offenders(STATEMENTS, ".sql", NOT_ROUTED)).isEmpty();
        assertThat(sqlInCode(NOT_ROUTED)).isEmpty();
    }

    @Test
    void theSchemaHasNothingThatShardsCannotHave() throws IOException {
        Pattern forbidden = Pattern.compile(
                "create (?:constraint )?trigger|on delete set (?:null|default)|on update cascade|deferrable|initially deferred"
                        + "|create sequence|\\b(?:big)?serial\\b|generated [a-z ]+ as identity|create rule|exclude using"
                        + "|default (?:now\\(|gen_random_uuid|uuidv7)");
        assertThat(offenders(MIGRATIONS, ".sql", forbidden)).isEmpty();
    }

    @Test
    void theCheckSeesASubselectWithoutTheTenant() {
        String statement =
                "select c.name, (select max(a.at) from attempt a where a.id = c.id) from customer c where c.tenant_id = $1";

        assertThat(parts(statement).stream()
                        .filter(part -> !NAMES_TENANT.matcher(part).find()))
                .singleElement()
                .asString()
                .contains("from attempt");
    }

    /** The text between each pair of parentheses, without what is in parentheses inside, and what is outside of all. */
    private static List<String> parts(String sql) {
        List<String> parts = new ArrayList<>();
        Deque<StringBuilder> open = new ArrayDeque<>();
        open.push(new StringBuilder());
        for (char c : sql.toCharArray()) {
            if (c == '(') {
                open.peek().append("(");
                open.push(new StringBuilder());
            } else if (c == ')' && open.size() > 1) {
                String part = open.pop().toString();
                if (part.matches("(?s)\\s*(select|with|update|delete|insert)\\b.*")) {
                    parts.addAll(branches(part));
                } else {
                    open.peek().append(part);
                }
                open.peek().append(")");
            } else {
                open.peek().append(c);
            }
        }
        parts.addAll(branches(open.peekLast().toString()));
        return parts;
    }

    private static List<String> branches(String part) {
        return Arrays.asList(part.split("\\bunion(?: all)?\\b|\\bexcept\\b|\\bintersect\\b"));
    }

    private static boolean readsOneOf(String part, Set<String> tables) {
        return READS.matcher(part).results().anyMatch(match -> tables.contains(match.group(1)));
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new java.util.HashSet<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            TABLE.matcher(Files.readString(file)).results().forEach(match -> tables.add(match.group(1)));
        }
        tables.removeAll(SHARED);
        assertThat(tables).hasSizeGreaterThan(20);
        return tables;
    }

    private static Map<String, String> offenders(Path root, String ending, Pattern forbidden) throws IOException {
        Map<String, String> offenders = new TreeMap<>();
        for (Path file : files(root, ending)) {
            Matcher found = forbidden.matcher(bare(Files.readString(file)));
            if (found.find()) {
                offenders.put(root.relativize(file).toString(), found.group());
            }
        }
        return offenders;
    }

    /** Literals of the code that begin as a statement does, or a part of one. */
    private static Map<String, String> sqlInCode(Pattern forbidden) throws IOException {
        Map<String, String> offenders = new TreeMap<>();
        for (Path file : files(CODE, ".java")) {
            String sql = LITERAL.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .filter(text -> text.matches(
                            "(?is)\\s*(select|insert|update|delete|with|from|where|and|set|merge|copy)\\b.*"))
                    .collect(Collectors.joining("\n"));
            Matcher found = forbidden.matcher(bare(sql));
            if (found.find()) {
                offenders.put(CODE.relativize(file).toString(), found.group());
            }
        }
        return offenders;
    }

    private static String bare(String sql) {
        return STRING.matcher(COMMENT.matcher(sql).replaceAll(""))
                .replaceAll("''")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
