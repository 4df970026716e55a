package io.outdial.audience.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.outdial.customer.AttributeType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLanguageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    static Fields fields() {
        return new Fields()
                .attribute("x", 100, AttributeType.NUMBER)
                .attribute("d", 101, AttributeType.DATE)
                .attribute("b", 102, AttributeType.BOOLEAN)
                .attribute("t", 103, AttributeType.TEXT)
                .attribute("car.loan", 104, AttributeType.NUMBER)
                .attribute("at", 105, AttributeType.TIMESTAMP);
    }

    static Node parse(String query) {
        Node node = new QueryParser(fields(), NOW, ZoneId.of("Asia/Riyadh")).query(json(query), "/query");
        Contradictions.refuse(node);
        return node;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"neighborhoods\":[\"a\",\"b\"]}          | {\"neighborhoods\":{\"$in\":[\"a\",\"b\"]}}",
                "{\"lastContacted\":{\"$lt\":\"2024-01-01\"}} | {\"last_contacted\":{\"$lt\":\"2024-01-01\"}}",
                "{\"x\":{\"$gt\":1,\"$lt\":3}}                | {\"x\":{\"$gt\":1,\"$lt\":3}}",
                "{\"x\":null}                                 | {\"x\":{\"$exists\":false}}",
                "{\"x\":{\"$ne\":null}}                       | {\"x\":{\"$exists\":true}}",
                "{\"x\":{\"$not\":{\"$gt\":5}}}               | {\"x\":{\"$not\":{\"$gt\":5}}}",
                "{\"$nor\":[{\"x\":1},{\"b\":true}]}          | {\"$nor\":[{\"x\":{\"$eq\":1}},{\"b\":{\"$eq\":true}}]}",
                "{\"$nor\":[{\"x\":1}]}                       | {\"x\":{\"$ne\":1}}",
                "{\"$and\":[{\"t\":\"a\"},{\"t\":\"b\"}]}     | {\"$and\":[{\"t\":{\"$eq\":\"a\"}},{\"t\":{\"$eq\":\"b\"}}]}",
                "{\"t\":{\"$eq\":[\"a\",\"b\"]}}              | {\"t\":{\"$eq\":[\"a\",\"b\"]}}",
                "{\"t\":{\"$all\":[\"a\",\"b\"],\"$size\":2}} | {\"t\":{\"$all\":[\"a\",\"b\"],\"$size\":2}}",
                "{\"x\":[null,1]} | {\"$or\":[{\"x\":{\"$exists\":false}},{\"x\":{\"$eq\":1}}]}",
                "{\"car.loan\":5}                             | {\"car.loan\":{\"$eq\":5}}",
                "{\"d\":{\"$gte\":{\"$now\":\"-30d\"}}}       | {\"d\":{\"$gte\":{\"$now\":\"-30d\"}}}",
                "{\"nobody\":{\"$exists\":false}}             | {\"nobody\":{\"$exists\":false}}",
                "{}                                           | {}",
            })
    void aQueryHasOneNormalFormThatMeansTheSame(String query, String normal) {
        Node node = parse(query);
        JsonNode printed = NormalForm.of(node);
        assertThat(printed).isEqualTo(json(normal));
        assertThat(NormalForm.of(parse(printed.toString()))).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                     | /query                | not_an_object",
                "{\"$where\":\"1\"}                     | /query/$where         | forbidden_operator",
                "{\"x\":{\"$function\":{}}}             | /query/x/$function    | forbidden_operator",
                "{\"$expr\":{}}                         | /query/$expr          | forbidden_operator",
                "{\"x\":{\"$foo\":1}}                   | /query/x/$foo         | unknown_operator",
                "{\"x\":{\"$regex\":\"a\"}}             | /query/x/$regex       | type_mismatch",
                "{\"t\":{\"$regex\":5}}                 | /query/t/$regex       | wrong_operand",
                "{\"t\":{\"$regex\":\"a\",\"$options\":\"x\"}} | /query/t/$options | wrong_operand",
                "{\"t\":{\"$options\":\"i\"}}           | /query/t/$options     | wrong_operand",
                "{\"t\":{\"$regex\":\"\"}}              | /query/t/$regex       | invalid_pattern",
                "{\"t\":{\"$elemMatch\":{\"a\":1}}}     | /query/t/$elemMatch   | not_an_expression",
                "{\"t\":{\"$elemMatch\":\"a\"}}         | /query/t/$elemMatch   | not_an_expression",
                "{\"t\":{\"$elemMatch\":{\"$size\":1}}} | /query/t/$elemMatch/$size | wrong_operand",
                "{\"t\":{\"$elemMatch\":{\"$eq\":null}}} | /query/t/$elemMatch/$eq | wrong_operand",
                "{\"t\":{\"$elemMatch\":{\"$in\":[null]}}} | /query/t/$elemMatch/$in/0 | wrong_operand",
                "{\"t\":{\"$elemMatch\":{\"$eq\":[\"a\"]}}} | /query/t/$elemMatch/$eq | wrong_operand",
                "{\"t\":{\"$elemMatch\":{\"$or\":[]}}}  | /query/t/$elemMatch/$or | empty_logic",
                "{\"t\":{\"$elemMatch\":{\"$or\":[1]}}} | /query/t/$elemMatch/$or/0 | not_an_expression",
                "{\"t\":{\"$elemMatch\":{\"$type\":\"array\"}}} | /query/t/$elemMatch/$type | wrong_operand",
                "{\"t\":{\"$or\":[{\"$eq\":\"a\"}]}}  | /query/t/$or          | unknown_operator",
                "{\"t\":{\"$type\":\"double\"}}         | /query/t/$type        | wrong_operand",
                "{\"t\":{\"$type\":[\"text\",2]}}       | /query/t/$type/1      | wrong_operand",
                "{\"t\":\"\\ud800\"}                    | /query/t              | invalid_text",
                "{\"car\":5}                              | /query/car            | unknown_field",
                "{\"$gt\":1}                            | /query/$gt            | unknown_operator",
                "{\"$and\":[]}                          | /query/$and           | empty_logic",
                "{\"$or\":{}}                           | /query/$or            | empty_logic",
                "{\"$nor\":[{}]}                        | /query/$nor/0         | empty_query",
                "{\"$and\":[{\"x\":\"a\"}]}             | /query/$and/0/x       | type_mismatch",
                "{\"x\":{\"$gt\":1,\"y\":2}}            | /query/x              | mixed_operators",
                "{\"x\":{}}                             | /query/x              | not_an_expression",
                "{\"x\":{\"$not\":5}}                   | /query/x/$not         | not_an_expression",
                "{\"x\":{\"$in\":5}}                    | /query/x/$in          | not_a_list",
                "{\"x\":[]}                             | /query/x              | empty_list",
                "{\"x\":[1,\"a\"]}                      | /query/x/1            | type_mismatch",
                "{\"x\":1e999}                          | /query/x              | out_of_range",
                "{\"x\":{\"$exists\":1}}                | /query/x/$exists      | wrong_operand",
                "{\"t\":{\"$size\":-1}}                 | /query/t/$size        | wrong_operand",
                "{\"t\":5}                              | /query/t              | type_mismatch",
                "{\"t\":{\"$lt\":\"2024-01-01\"}}       | /query/t/$lt          | type_mismatch",
                "{\"b\":{\"$gt\":true}}                 | /query/b/$gt          | type_mismatch",
                "{\"b\":\"yes\"}                        | /query/b              | type_mismatch",
                "{\"d\":\"2024-02-30\"}                 | /query/d              | type_mismatch",
                "{\"d\":{\"$lt\":{\"$now\":\"soon\"}}}  | /query/d/$lt/$now     | relative_time",
                "{\"d\":{\"$lt\":{\"$now\":\"-99999y\"}}} | /query/d/$lt/$now   | relative_time",
                "{\"t\":\"a\\u0000\"}                   | /query/t              | invalid_text",
                "{\"a/b~c\":1}                          | /query/a~1b~0c        | unknown_field",
                "{\"x\":{\"$gt\":5,\"$lt\":3}}          | /query/x/$lt          | always_false",
                "{\"x\":{\"$gt\":5,\"$lte\":5}}         | /query/x/$lte         | always_false",
                "{\"x\":{\"$eq\":5,\"$gt\":7}}          | /query/x/$eq          | always_false",
                "{\"x\":{\"$gt\":1,\"$exists\":false}}  | /query/x/$exists      | always_false",
                "{\"t\":{\"$in\":[\"a\"],\"$ne\":\"a\"}} | /query/t/$ne         | always_false",
                "{\"$and\":[{\"status\":\"new\"},{\"status\":\"vip\"}]} | /query/$and/1/status | always_false",
                "{\"x\":{\"$type\":\"boolean\"}}      | /query/x/$type        | always_false",
                "{\"calls\":{\"$lt\":0}}              | /query/calls/$lt      | always_false",
                "{\"calls\":null}                     | /query/calls          | always_false",
                "{\"t\":{\"$elemMatch\":{\"$gt\":\"b\",\"$lt\":\"a\"}}} | /query/t/$elemMatch/$lt | always_false",
                "{\"t\":{\"$all\":[\"a\",\"b\"],\"$size\":1}} | /query/t/$all | always_false",
                "{\"t\":{\"$all\":[\"a\",\"b\"],\"$ne\":\"b\"}} | /query/t/$ne | always_false",
                "{\"t\":{\"$regex\":\"a\",\"$not\":{\"$regex\":\"a\"}}} | /query/t/$not/$regex | always_false",
                "{\"status\":{\"$all\":[\"a\",\"b\"]}} | /query/status/$all | always_false",
                "{\"status\":\"a\",\"$nor\":[{\"x\":1},{\"status\":\"a\"}]} | /query/$nor/1/status | always_false",
                "{\"$and\":[{\"x\":{\"$gt\":5}},{\"$and\":[{\"x\":{\"$lt\":3}}]}]} | /query/$and/1/$and/0/x/$lt | always_false",
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String query, String pointer, String code) {
        QueryException refusal = catchThrowableOfType(QueryException.class, () -> parse(query));
        assertThat(refusal).as(query).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.pointer()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)\\\\1", "(?=a)", "(?<=a)b", "(?i)a", "a**", "a*+", "*a", "^*", "a{101}", "a{5,2}", "a{0}", "{", "(",
                        ")", "(a",
                "a)", "()", "a|", "|a", "[", "[]", "[^]", "[z-a]", "[a-b-c]", "[[a]]", "[a&&b]", "[\\\\D]", "\\\\b",
                        "\\\\p{L}", "\\\\",
                "(a{100}){6}", "((((((((((((a))))))))))))"
            })
    void aPatternThatIsNotLinearOrNotUnderstoodIsRefused(String pattern) {
        assertThat(catchThrowableOfType(QueryException.class, () -> parse("{\"t\":{\"$regex\":\"" + pattern + "\"}}")))
                .as(pattern)
                .isNotNull()
                .extracting(QueryException::code)
                .isEqualTo("invalid_pattern");
    }

    @Test
    void listsOfNumbersMayBeAskedForTwoValues() {
        assertThat(parse("{\"x\":{\"$all\":[1,2],\"$size\":2}}")).isNotNull();
        assertThat(parse("{\"$and\":[{\"x\":{\"$elemMatch\":{\"$gt\":5}}},{\"x\":{\"$elemMatch\":{\"$lt\":3}}}]}"))
                .isNotNull();
    }

    @Test
    void anAttributeIsReachedThoughACoreFieldHasItsName() {
        Fields fields = new Fields()
                .attribute("calls", 100, AttributeType.NUMBER)
                .attribute("attributes.x", 101, AttributeType.NUMBER)
                .attribute("x", 102, AttributeType.NUMBER);
        assertThat(fields.find("calls")).contains(Fields.CALLS);
        for (String name : new String[] {"attributes.calls", "attributes.attributes.x", "x"}) {
            assertThat(fields.find(name)).as(name).get().extracting(Field::name).isEqualTo(name);
        }
        assertThat(fields.find("attributes.x")).get().extracting(Field::no).isEqualTo(102);
        assertThat(fields.findAttribute("calls")).get().extracting(Field::no).isEqualTo(100);
        assertThat(fields.findAttribute("city")).isEqualTo(fields.find("city"));
    }

    @Test
    void anUnknownFieldIsAnsweredWithASuggestion() {
        assertThat(catchThrowableOfType(QueryException.class, () -> parse("{\"neighbourhood\":\"a\"}")))
                .hasMessageContaining("Did you mean neighborhoods?");
    }

    @Test
    void depthAndNodesAreBounded() {
        assertThat(parse("{\"$and\":[".repeat(15) + "{\"x\":1}" + "]}".repeat(15)))
                .isNotNull();
        assertThat(catchThrowableOfType(
                                QueryException.class,
                                () -> parse("{\"$and\":[".repeat(16) + "{\"x\":1}" + "]}".repeat(16)))
                        .code())
                .isEqualTo("too_deep");
        assertThat(parse("{\"$or\":[" + "{\"x\":1},".repeat(254) + "{\"x\":1}]}"))
                .isNotNull();
        assertThat(catchThrowableOfType(
                                QueryException.class,
                                () -> parse("{\"$or\":[" + "{\"x\":1},".repeat(256) + "{\"x\":1}]}"))
                        .code())
                .isEqualTo("too_many_nodes");
    }

    @Test
    void valuesOfAllListsAreBoundedTogether() {
        String thousand = "{\"x\":[" + "1,".repeat(999) + "1]}";
        assertThat(parse("{\"$or\":[" + (thousand + ",").repeat(9) + thousand + "]}"))
                .isNotNull();
        QueryException refusal = catchThrowableOfType(
                QueryException.class, () -> parse("{\"$or\":[" + (thousand + ",").repeat(10) + thousand + "]}"));
        assertThat(refusal.code()).isEqualTo("too_many_values");
        assertThat(refusal.pointer()).isEqualTo("/query/$or/10/x");
    }

    /** What is allocated does not depend on what else the machine does, as the time would. */
    @Test
    void theDearestConjunctionIsLookedThroughAtOnce() {
        String bounds = ("{\"status\":{\"$gte\":\"" + "a".repeat(1000) + "\"}},").repeat(120);
        String lists = IntStream.range(0, 1000).mapToObj(i -> "\"b" + i + "\"").collect(Collectors.joining(","));
        String query = "{\"$and\":[" + bounds + ("{\"status\":[" + lists + "]},").repeat(9) + "{\"x\":1}]}";
        Node node = new QueryParser(fields(), NOW, ZoneId.of("Asia/Riyadh")).query(json(query), "/query");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Contradictions.refuse(node);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000_000);
    }

    @Test
    void textIsOrderedByCodePointAsInSql() {
        List<String> texts =
                List.of("", "a", "a\ue000", "a\uffff", "a\ud800\udc00", "a\ud800\udc01x", "a\ud801\udc00", "b");
        for (String one : texts) {
            for (String other : texts) {
                assertThat(Integer.signum(Literal.compare(one, other)))
                        .as(one + " and " + other)
                        .isEqualTo(Integer.signum(Arrays.compare(
                                one.codePoints().toArray(), other.codePoints().toArray())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$in", "$nin"})
    void aListIsOneConditionHoweverLong(String operator) {
        String dates = IntStream.range(0, 1000)
                .mapToObj(i -> "\"" + LocalDate.EPOCH.plusDays(i) + "\"")
                .collect(Collectors.joining(","));
        for (String field : List.of("lastContacted", "consentAt", "d", "at")) {
            String select = new QuerySql()
                    .ids(parse("{\"" + field + "\":{\"" + operator + "\":[" + dates + "]}}"), List.of())
                    .once();
            assertThat(select.length()).as(field).isLessThan(2_000);
        }
    }

    @Test
    void aUsersTextIsOnlyEverAParameter() {
        QuerySql sql = new QuerySql();
        String evil = "'; drop table customer; --";
        String where = sql.ids(
                        parse("{\"t\":\"" + evil + "\",\"phone\":\"" + evil + "\",\"" + evil
                                + "\":{\"$exists\":false}}"),
                        List.of())
                .select();
        assertThat(where).doesNotContain("drop").contains("$2", "$3").doesNotContain("$4");
        assertThat(sql.arguments()).hasSize(2);
        assertThat(where.split("from customer_value", -1)).hasSameSizeAs(where.split("v.tenant_id = \\$1", -1));
    }
}
