package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a provider says beyond what a column takes would keep the call, and all that are settled with it, from being settled. */
class ReportedValuesTest {

    @Test
    void aPlatformsInstantIsOneThatCanBeStoredOrNone() {
        assertThat(PlatformReports.instant("2026-12-01T10:00:00+03:00"))
                .isEqualTo(Instant.parse("2026-12-01T07:00:00Z"));
        assertThat(PlatformReports.instant("+300000-01-01T00:00:00Z")).isNull();
        assertThat(PlatformReports.instant("-0300-01-01T00:00:00Z")).isNull();
        assertThat(PlatformReports.instant("+999999999-12-31T23:59:59-18:00")).isNull();
    }

    @Test
    void aPlatformsPriceIsOneOfACallOrNone() {
        assertThat(PlatformReports.cost(0.014, new BigDecimal("3.75"))).isEqualByComparingTo("0.0525");
        assertThat(PlatformReports.cost(1e12, BigDecimal.ONE)).isNull();
        assertThat(PlatformReports.cost(1e300, BigDecimal.ONE)).isNull();
        assertThat(PlatformReports.cost(new BigDecimal("1e999999999"), BigDecimal.ONE))
                .isNull();
        assertThat(PlatformReports.cost(-1, BigDecimal.ONE)).isNull();
    }

    @Test
    void aCallThatAProviderCouldNotEndMayGoOn() {
        for (int status : List.of(200, 204, 400, 404, 409, 422)) {
            ProviderAnswer answer = new ProviderAnswer(status, new JsonObject(), null);
            assertThat(answer.ended()).isSameAs(answer);
        }
        for (int status : List.of(401, 403, 429, 500, 503)) {
            assertThatExceptionOfType(UnclearAnswer.class)
                    .isThrownBy(() -> new ProviderAnswer(status, new JsonObject(), null).ended());
        }
    }

    @Test
    void aReportOfTheHttpContractNamesTheInstantItCannotMean() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConversationReports.instant(new JsonObject().put("at", "+300000-01-01T00:00:00Z"), "at"))
                .withMessageContaining("at is no instant");
    }
}
