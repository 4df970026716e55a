package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.platform.CsvCell;
import io.outdial.platform.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line that is a record comes out as a row or as a refusal with its number, whatever quotes stand around it. */
class CsvRowsTest {

    private static final String HEAD = "external_id,phone,name\n";

    /** Each row as {@code line:id} or {@code line!code}. */
    private static List<String> read(String file) throws IOException {
        CsvRows rows = new CsvRows(new BufferedReader(new StringReader(file)));
        List<String> read = new ArrayList<>();
        for (ImportedRow row = rows.next(); row != null; row = rows.next()) {
            read.add(
                    row.failure() != null
                            ? row.line() + "!" + row.failure().code()
                            : row.line() + ":" + row.cells().get("external_id"));
        }
        return read;
    }

    private static Object name(String cell) throws IOException {
        CsvRows rows = new CsvRows(new BufferedReader(new StringReader(HEAD + "A,+966555000001," + cell)));
        ImportedRow row = rows.next();
        assertThat(row.failure()).isNull();
        return row.cells().get("name");
    }

    /** P is a phone, / ends a line; the quotes are as in the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // well formed
                "A,P,Sara/B,P,Omar                     | 2:A 3:B",
                "A,P,Sara/B,P,Omar/                    | 2:A 3:B",
                "A,P,\"Sara\"/B,P,Omar                 | 2:A 3:B",
                "A,P,\"Sara, Omar\"/B,P,x              | 2:A 3:B",
                "A,P,\"Sa \"\"x\"\" ra\"/B,P,x         | 2:A 3:B",
                "A,P,\"first/second\"/B,P,x            | 2:A 4:B",
                "A,P,\"first/second, with comma/\"/B,P,x | 2:A 5:B",
                "\"A/1\",P,x/B,P,x                     | 2:A/1 4:B",
                "\"A\",\"P\",\"x\"/\"B\",\"P\",\"x\"   | 2:A 3:B",
                "A,P,\"\"/B,P,x                        | 2:A 3:B",
                "A,P,\"x\"  /B,P,x                     | 2:A 3:B",
                "//A,P,x//B,P,x/                       | 4:A 6:B",
                // a quote inside an unquoted cell is a character
                "A,P,5\" screen/B,P,x                  | 2:A 3:B",
                "A,P,Sara\"/B,P,x                      | 2:A 3:B",
                // never closed: last, middle and first column
                "A,P,\"Sara/B,P,Omar/C,P,Huda          | 2!unclosed_quote 3:B 4:C",
                "A,\"P,Sara/B,P,Omar/C,P,Huda          | 2!unclosed_quote 3:B 4:C",
                "\"A,P,Sara/B,P,Omar/C,P,Huda          | 2!unclosed_quote 3:B 4:C",
                // at the end of the file
                "A,P,x/B,P,\"Omar                      | 2:A 3!unclosed_quote",
                "A,P,x/B,P,\"Omar/                     | 2:A 3!unclosed_quote",
                "A,P,x/B,P,\"                          | 2:A 3!unclosed_quote",
                // closed by a quote that belongs to a later row
                "A,P,\"Sara/B,P,\"Omar\"/C,P,x         | 2!unclosed_quote 3:B 4:C",
                "A,P,\"Sara/\"B\",P,Omar/C,P,x         | 2!unclosed_quote 3:B 4:C",
                "A,P,\"Sara/B,\"P\",Omar/C,P,x         | 2!unclosed_quote 3:B 4:C",
                "A,P,\"Sara/B,P,\"\"/C,P,x             | 2!unclosed_quote 3:B 4:C",
                "A,P,\"Sara/B,P,Omar/C,P,Huda\"        | 2!unclosed_quote 3:B 4:C",
                "A,P,\"Sara/C,P,Huda\"/D,P,x           | 2!unclosed_quote 3:C 4:D",
                "A,P,\"Sara/B,P,\",\"x/C,P,x           | 2!unclosed_quote 3!bad_quote 4:C",
                "A,P,\"Sara/B,P,\"Omar/C,P,x           | 2!unclosed_quote 3!unclosed_quote 4:C",
                // an escaped quote at the end closes nothing
                "A,P,\"Sara\"\"/B,P,x                  | 2!unclosed_quote 3:B",
                // a closed quote with something after it
                "A,P,\"Sara\" x/B,P,x                  | 2!bad_quote 3:B",
                // a wrong number of cells
                "A,P/B,P,x,y/C,P,x                     | 2!wrong_column_count 3!wrong_column_count 4:C",
            })
    void everyRecordIsAccountedFor(String file, String expected) throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String text = HEAD.replace("\n", end)
                    + file.strip().replace("P", "+966555000001").replace("/", end);
            assertThat(read(text))
                    .as(file)
                    .containsExactly(expected.strip().replace("/", end).split(" "));
        }
    }

    @Test
    void aQuotedCellKeepsWhatItHolds() throws IOException {
        assertThat(name("\"a\r\nb \"\"c\"\", d\"")).isEqualTo("a\r\nb \"c\", d");
    }

    @Test
    void aCellThatIsTooLongSwallowsNothing() throws IOException {
        String word = "y".repeat(100) + "\n";
        String open = HEAD + "A,+966555000001,\"" + word.repeat(100) + "B,+966555000002,x\n";
        List<String> read = read(open);
        assertThat(read).hasSize(101).startsWith("2!unclosed_quote").endsWith("102:B");
        assertThat(read(HEAD + "A,+966555000001," + "y".repeat(9_000) + "\nB,+966555000002,x"))
                .containsExactly("2!too_long", "3:B");
        assertThat(read(HEAD + "A,+966555000001,\"" + "y".repeat(2_000_000) + "\nB,+966555000002,x"))
                .containsExactly("2!too_long", "3:B");
    }

    @Test
    void aHeaderThatCannotBeReadIsAProblem() {
        assertThatThrownBy(() -> read("external_id,phone,\"name\nA,+966555000001,x"))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+cmd",
                "-x",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "'=x",
                "''=x",
                "'",
                "x'",
                "-5",
                "+966555000001",
                "a\"b",
                "a,b",
                "a\nb"
            })
    void whatIsWrittenIsReadBackAndIsNoFormula(String text) throws IOException {
        String cell = CsvCell.write(text);
        assertThat(name(cell)).isEqualTo(text);
        assertThat(cell.replaceFirst("^\"", "")).doesNotMatch("(?s)[=@\t\r].*|[+-][^0-9].*");
    }
}
