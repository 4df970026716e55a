package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.platform.NamedSql;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements of the dialer's batches do not read a tenant's customers or lists from end to end, even when the tables were empty
 * as their plan was made, which is when that looks cheapest.
 */
@QuarkusTest
class PlansTest {

    private static final Pattern READS_ALL =
            Pattern.compile("Hash (Anti |Semi |Left )?Join|Merge Join|Bitmap|Disabled");
    private static final Pattern LIST =
            Pattern.compile("Scan.* on (do_not_call|erased_number|platform_do_not_call)\\b");
    private static final Pattern BY_NUMBER = Pattern.compile("Index Cond: .*(phone|number_hash) = ");

    private static final Pattern CUSTOMER = Pattern.compile("Scan.* on customer\\b");

    @Inject
    Bench bench;

    @ParameterizedTest
    @ValueSource(strings = {"pick", "start-sending", "touch-contacts", "insert-attempts", "free-numbers"})
    void noJoinReadsAWholeTable(String statement) {
        assertThat(plan(statement)).noneMatch(line -> READS_ALL.matcher(line).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pick", "start-sending"})
    void listsAreAskedForANumber(String statement) {
        List<String> plan = plan(statement);
        for (int i = 0; i < plan.size(); i++) {
            if (LIST.matcher(plan.get(i)).find()) {
                assertThat(plan.get(i + 1)).as(plan.get(i)).containsPattern(BY_NUMBER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pick", "start-sending", "touch-contacts", "flag-invalid"})
    void customersAreFoundByTheirIds(String statement) {
        List<String> plan = plan(statement);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < plan.size() - 1; i++) {
            if (CUSTOMER.matcher(plan.get(i)).find()) {
                found.add(plan.get(i + 1));
            }
        }
        assertThat(found).isNotEmpty().allSatisfy(line -> assertThat(line)
                .containsPattern("Index Cond: .*customer_id = "));
    }

    @Test
    void liveCallsAreCountedOnceForAllConnections() {
        assertThat(plan("telephony", "routes")).anyMatch(line -> line.contains("CTE live"));
    }

    private List<String> plan(String statement) {
        return plan("dialer", statement);
    }

    private List<String> plan(String room, String statement) {
        String sql = NamedSql.load(room, statement);
        Scene scene = new Scene(bench.db, Map.of(), 0);
        return bench.db
                .inBatch(scene.tenant, c -> c.query("explain (generic_plan, costs off) " + sql)
                        .execute()
                        .map(rows -> {
                            List<String> lines = new ArrayList<>();
                            for (Row row : rows) {
                                lines.add(row.getString(0));
                            }
                            return lines;
                        }))
                .await()
                .atMost(Scene.PATIENCE);
    }
}
