package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that plan with what was measured keep to docs/performance.md, which benchmarks write. They round; they may not drift. */
class FiguresTest {

    private static final Percentage ROUNDED = Percentage.withPercentage(30);

    private static final String REPLICA = "\\| one replica \\| [\\d,]+ \\| [\\d.]+ ";
    private static final String POSTGRESQL = REPLICA + "\\| (\\d+) ";
    private static final String SERVICE = REPLICA + "\\| \\d+ \\| (\\d+) ";
    private static final String LOG = REPLICA + "\\| \\d+ \\| \\d+ \\| ([\\d,]+) ";

    @Test
    void thePlanOfAPrimaryHasTheMeasuredCosts() throws IOException {
        holds("scaling.md", "\\| PostgreSQL, processor \\| (\\d+) µs", POSTGRESQL);
        holds("scaling.md", "\\| service, processor \\| (\\d+) µs", SERVICE);
        holds("scaling.md", "\\| log \\| ([\\d,]+) bytes", LOG);
    }

    @Test
    void whatAPrimaryCarriesFollowsFromThem() throws IOException {
        double cost = figure("scaling.md", "c × 0\\.5 / (\\d+) µs");
        double carried = figure("scaling.md", "\\*\\*([\\d,]+) calls a second for each core");
        assertThat(cost).isEqualTo(figure("scaling.md", "\\| PostgreSQL, processor \\| (\\d+) µs"));
        assertThat(carried).isCloseTo(0.5e6 / cost, Percentage.withPercentage(2));
        assertThat(figure("scaling.md", "([\\d,]+) on eight cores")).isCloseTo(8 * carried, within(1.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "some (\\d+) MiB resident; \\*\\*(\\d+) MiB\\*\\* with [\\d,]+ calls in flight",
                "the start takes some ([\\d.]+) s; times on a database that has its schema, on Java \\d+ [a-z ]+: ([\\d.]+) s",
            })
    void theSizesOfAReplicaAreThoseMeasured(String quoted, String measured) throws IOException {
        holds("install.md", quoted, measured);
    }

    @Test
    void theProcessorOfAReplicaIsThatMeasured() throws IOException {
        holds("install.md", "some (\\d+) µs for a dial", SERVICE);
    }

    private static void holds(String page, String quoted, String measured) throws IOException {
        assertThat(figure(page, quoted))
                .as("%s in %s", quoted, page)
                .isCloseTo(figure("performance.md", measured), ROUNDED);
    }

    private static double figure(String page, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of("docs", page)));
        assertThat(found.find()).as("%s in %s", pattern, page).isTrue();
        return Double.parseDouble(found.group(1).replace(",", ""));
    }
}
