package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

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
