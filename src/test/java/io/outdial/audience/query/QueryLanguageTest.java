package io.outdial.audience.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.customer.AttributeType;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Node node = new QueryParser(fields(), NOW).query(json(query), "/query");
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
                "{\"x\":{\"$regex\":\"a\"}}             | /query/x/$regex       | unknown_operator",
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
                "{\"$and\":[{\"x\":{\"$gt\":5}},{\"$and\":[{\"x\":{\"$lt\":3}}]}]} | /query/$and/1/$and/0/x/$lt | always_false",
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String query, String pointer, String code) {
        QueryException refusal = catchThrowableOfType(QueryException.class, () -> parse(query));
        assertThat(refusal).as(query).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.pointer()).isEqualTo(pointer);
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
    void aUsersTextIsOnlyEverAParameter() {
        QuerySql sql = new QuerySql();
        String evil = "'; drop table customer; --";
        String where = sql.where(
                parse("{\"t\":\"" + evil + "\",\"phone\":\"" + evil + "\",\"" + evil + "\":{\"$exists\":false}}"));
        assertThat(where).doesNotContain("drop").contains("$2", "$3").doesNotContain("$4");
        assertThat(sql.arguments()).hasSize(2);
        assertThat(where.split("from customer_value", -1)).hasSameSizeAs(where.split("v.tenant_id = \\$1", -1));
    }
}
