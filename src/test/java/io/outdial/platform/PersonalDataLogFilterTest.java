package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No line of the log has a telephone number, a token or a secret, whoever wrote it. */
class PersonalDataLogFilterTest {

    @ParameterizedTest
    @CsvSource({
        "invalid input syntax for type uuid: +966512345678, invalid input syntax for type uuid: ***",
        "Authorization: Bearer abcdefghijklmnopqrst, Authorization: ***",
        "token eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln is expired, token *** is expired",
        "secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, secret ***",
        "attempt 01900000-0000-7000-8000-000000000000 took 12345678 ms, attempt 01900000-0000-7000-8000-000000000000 took 12345678 ms",
        "2026-11-26T19:00:00+03:00, 2026-11-26T19:00:00+03:00"
    })
    void aLineKeepsIdsAndLosesWhatIsPersonal(String said, String logged) {
        assertThat(PersonalDataLogFilter.masked(said)).isEqualTo(logged);
    }

    @Test
    void whatIsPutIntoALineIsMaskedToo() {
        ExtLogRecord line =
                new ExtLogRecord(Level.WARNING, "The call to %s failed", ExtLogRecord.FormatStyle.PRINTF, "io.outdial");
        line.setParameters(new Object[] {"+966512345678"});
        assertThat(new PersonalDataLogFilter().isLoggable(line)).isTrue();
        assertThat(line.getFormattedMessage()).isEqualTo("The call to *** failed");
    }

    @Test
    void idsThatALineNamesAreFieldsOfIt() {
        ExtLogRecord line = new ExtLogRecord(
                Level.WARNING, "Attempt %s of tenant %s failed", ExtLogRecord.FormatStyle.PRINTF, "io.outdial");
        line.setParameters(
                new Object[] {"01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b"});
        new PersonalDataLogFilter().isLoggable(line);
        assertThat(line.getMdcCopy())
                .containsEntry("attempt", "01900000-0000-7000-8000-00000000000a")
                .containsEntry("tenant", "01900000-0000-7000-8000-00000000000b")
                .doesNotContainKey("campaign");
    }

    /** As the service prints it in production. */
    @Test
    void aLineInJsonHasItsIdsBesideTheMessageAndNothingOfAPerson() throws Exception {
        ExtLogRecord line = new ExtLogRecord(
                Level.WARNING,
                "The call to %s in campaign %s failed",
                ExtLogRecord.FormatStyle.PRINTF,
                "io.outdial.dialer");
        line.setParameters(new Object[] {"+966512345678", "01900000-0000-7000-8000-00000000000c"});
        line.setThrown(new IllegalStateException("no such number: +966512345678"));
        new PersonalDataLogFilter().isLoggable(line);
        String printed = new JsonFormatter().format(line);
        assertThat(printed).doesNotContain("966512345678");
        JsonObject json = new JsonObject(printed);
        assertThat(json.getString("message"))
                .isEqualTo("The call to *** in campaign 01900000-0000-7000-8000-00000000000c failed");
        assertThat(json.getJsonObject("mdc").getString("campaign")).isEqualTo("01900000-0000-7000-8000-00000000000c");
    }

    @Test
    void aFailureKeepsItsPlaceAndLosesWhatItQuotes() {
        ExtLogRecord line = new ExtLogRecord(Level.SEVERE, "Request failed", "io.outdial");
        Throwable cause = new IllegalArgumentException("no such number: +966512345678");
        line.setThrown(new IllegalStateException("wrapped", cause));
        new PersonalDataLogFilter().isLoggable(line);
        StringWriter printed = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain("966512345678")
                .contains("IllegalStateException: wrapped", "IllegalArgumentException: no such number: ***")
                .contains("PersonalDataLogFilterTest.aFailureKeepsItsPlaceAndLosesWhatItQuotes");
    }
}
