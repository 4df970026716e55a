package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.NormalForm;
import io.outdial.audience.query.Queries;
import io.outdial.audience.query.QueryException;
import io.outdial.customer.AttributeType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Any bytes give a tree or a refusal, never another exception, and soon. */
class QueryFuzzTest {

    private static final long MAX_NANOS = 50_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    /** As the service reads bodies. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final List<String> KEYS = List.of(
            "$eq",
            "$ne",
            "$gt",
            "$gte",
            "$lt",
            "$lte",
            "$in",
            "$nin",
            "$exists",
            "$and",
            "$or",
            "$nor",
            "$not",
            "$all",
            "$elemMatch",
            "$size",
            "$regex",
            "$options",
            "$type",
            "$now",
            "$where",
            "$",
            "",
            "a/b~c",
            "num",
            "word",
            "day",
            "at",
            "flag",
            "calls",
            "attributes.calls",
            "last_contacted",
            "neighborhoods",
            "nobody",
            "\\u0000",
            "\\ud800",
            "x".repeat(2000));

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "-0",
            "1e999",
            "-1e-999",
            "1e999999999",
            "9".repeat(900),
            "9".repeat(1200),
            "1.5",
            "NaN",
            "Infinity",
            "0x1",
            "\"\"",
            "\"a\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"2024-02-30\"",
            "\"2024-01-31\"",
            "\"+99999-01-01\"",
            "\"-30d\"",
            "\"P99999999999Y\"",
            "\"PT9999999999H\"",
            "\"i\"",
            "\"(((((((((((((((a)))))))))))))))\"",
            "\"(a{100}){100}\"",
            "\"[a-\\uffff]\"",
            "\"(?<=a)b\"",
            "\"\\\\1\"",
            "\"[\"",
            "\"a{\"",
            "\"a{99999999999}\"",
            "\"*\"",
            "\"\\\\\"",
            "\"(a*)*b\"",
            "\"text\"",
            "\"" + "é".repeat(5000) + "\"",
            "[" + "1,".repeat(2000) + "1]",
            "[" + "\"a\",".repeat(999) + "\"a\"]",
            "[".repeat(2000),
            "{\"a\":".repeat(500) + "1" + "}".repeat(500),
            "{\"$and\":[".repeat(300) + "{\"num\":1}" + "]}".repeat(300),
            "{\"$or\":[" + "{\"num\":1},".repeat(3000) + "{\"num\":1}]}");

    @BeforeContainer
    static void warmUp() {
        for (int i = 0; i < 1500; i++) {
            String query =
                    "{\"word\":{\"$regex\":\"^a+[b-d]{1,9}\",\"$options\":\"i\"},\"num\":{\"$elemMatch\":{\"$gt\":" + i
                            + ",\"$lt\":3}},\"at\":{\"$lt\":{\"$now\":\"-30d\"}},\"$or\":[{\"day\":\"2024-01-31\"},{\"flag\":[true,null]}]}";
            read(("{\"query\":" + query + "}").getBytes(StandardCharsets.UTF_8));
            read(("{\"query\":" + SCALARS.get(i % SCALARS.size()) + "}").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void anyBytesGiveATreeOrARefusal(@ForAll("bodies") byte[] body) {
        long start = THREADS.getCurrentThreadCpuTime();
        String answer = read(body);
        long took = THREADS.getCurrentThreadCpuTime() - start;
        Statistics.collect(answer);
        // A pause of the virtual machine is not the parser's: what is slow has to be so again.
        for (int again = 0; again < 3 && took > MAX_NANOS; again++) {
            start = THREADS.getCurrentThreadCpuTime();
            read(body);
            took = THREADS.getCurrentThreadCpuTime() - start;
        }
        assertThat(took).isLessThan(MAX_NANOS);
    }

    /** What came of it; every exception but a refusal gets out. */
    private static String read(byte[] body) {
        try {
            Audience audience = JSON.readValue(body, Audience.class);
            if (audience == null) {
                return "no JSON";
            }
            Node tree = AudienceParser.parse(audience, fields(), NOW, ZoneOffset.UTC);
            assertThat(Audiences.plan(tree).compiled().ids().select()).isNotEmpty();
            assertThat(JSON.writeValueAsBytes(NormalForm.of(tree))).isNotEmpty();
            return "tree";
        } catch (QueryException refused) {
            pointsSomewhere(body, refused);
            return refused.code();
        } catch (JsonProcessingException notJson) {
            return "no JSON";
        } catch (IOException e) {
            return "no UTF-8";
        }
    }

    /** The pointer is one of the body, but where a name in it cannot be said in UTF-8; and the answer can be written. */
    private static void pointsSomewhere(byte[] body, QueryException refused) {
        try {
            JSON.writeValueAsBytes(Map.of(refused.pointer(), refused.getMessage()));
            JsonNode place = JSON.readTree(body).at(JsonPointer.compile(refused.pointer()));
            if (!refused.pointer().contains("?") && !refused.code().equals("empty_audience")) {
                assertThat(place.isMissingNode()).as(refused.pointer()).isFalse();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Fields fields() {
        return new Fields()
                .attribute("calls", 100, AttributeType.NUMBER)
                .attribute("word", 101, AttributeType.TEXT)
                .attribute("num", 102, AttributeType.NUMBER)
                .attribute("day", 103, AttributeType.DATE)
                .attribute("at", 104, AttributeType.TIMESTAMP)
                .attribute("flag", 105, AttributeType.BOOLEAN)
                .attribute("car.loan", 106, AttributeType.NUMBER);
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<String> part = Arbitraries.of("query", "attributes", "interactions");
        Arbitrary<String> nasty =
                Combinators.combine(part, value(4)).as((name, value) -> "{\"" + name + "\":" + value + "}");
        Arbitrary<String> operator = Combinators.combine(
                        Arbitraries.of(KEYS.subList(9, 31)), Arbitraries.of(KEYS.subList(0, 20)), value(1))
                .as((field, key, value) -> "{\"query\":{\"" + field + "\":{\"" + key + "\":" + value + "}}}");
        Arbitrary<String> good = Queries.queries().map(query -> "{\"query\":" + query + "}");
        Arbitrary<String> mangled = Combinators.combine(
                        Arbitraries.oneOf(good, nasty, operator),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.oneOf(
                                Arbitraries.of("{", "}", "[", "]", ",", "\"", ":", "\\"), Arbitraries.of(SCALARS)))
                .as(QueryFuzzTest::spliced);
        Arbitrary<byte[]> texts = Arbitraries.frequencyOf(
                        Tuple.of(3, nasty), Tuple.of(5, operator), Tuple.of(1, good), Tuple.of(2, mangled))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Arbitraries.frequencyOf(Tuple.of(9, texts), Tuple.of(1, bytes));
    }

    private static String spliced(String text, int at, int cut, String in) {
        int from = at % (text.length() + 1);
        return text.substring(0, from) + in + text.substring(Math.min(text.length(), from + cut));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(SCALARS);
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> entry = Combinators.combine(Arbitraries.of(KEYS), value(depth - 1))
                .as((key, value) -> "\"" + key + "\":" + value);
        Arbitrary<String> object = entry.list().ofMaxSize(3).map(entries -> "{" + String.join(",", entries) + "}");
        Arbitrary<String> array =
                value(depth - 1).list().ofMaxSize(3).map(values -> "[" + String.join(",", values) + "]");
        return Arbitraries.frequencyOf(Tuple.of(1, scalar), Tuple.of(5, object), Tuple.of(2, array));
    }
}
