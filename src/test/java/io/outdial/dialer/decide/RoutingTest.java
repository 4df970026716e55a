package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.dialer.decide.Routing.Line;
import io.outdial.dialer.decide.Routing.NoWay;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingTest {

    private static final UUID BUILT_IN = new UUID(0, 9);
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final int MANY = Integer.MAX_VALUE;

    private static Routing routing(Line... lines) {
        return new Routing(List.of(lines), BUILT_IN, "simulator");
    }

    private static Line line(UUID id, int room, UUID fallback, String... countries) {
        return new Line(id, List.of(countries), fallback, true, true, false, room);
    }

    private static Line broken(UUID id, UUID fallback) {
        return new Line(id, List.of(), fallback, true, false, false, 0);
    }

    @Test
    void withoutConnectionsCallsGoOverTheInstallationsOwn() {
        assertThat(routing().take(null, "SA")).contains("simulator");
        assertThat(routing().room(null)).isEqualTo(MANY);
        assertThat(routing(line(A, 5, null)).take(BUILT_IN, null)).contains("simulator");
        assertThat(routing(line(A, 5, null)).take(null, null)).contains(A.toString());
    }

    @Test
    void aCountryGoesWhereItIsListedAndTheOthersWhereNoneIs() {
        Routing routing = routing(line(A, MANY, null), line(B, MANY, null, "SA", "AE"), line(C, MANY, null, "US"));
        assertThat(routing.needsCountries()).isTrue();
        assertThat(routing.take(null, "AE")).contains(B.toString());
        assertThat(routing.take(null, "US")).contains(C.toString());
        assertThat(routing.take(null, "GB")).contains(A.toString());
        assertThat(routing.take(null, null)).contains(A.toString());
        assertThat(routing.take(A, "US")).as("the campaign's own goes first").contains(A.toString());
        assertThat(routing(line(B, MANY, null, "SA")).take(null, "GB")).isEmpty();
    }

    @Test
    void aLineIsUsedUpToItsRoomAndThenWaitedFor() {
        Routing routing = routing(line(A, 2, B), line(B, MANY, null));
        assertThat(routing.room(A)).isEqualTo(2);
        assertThat(routing.take(A, null)).contains(A.toString());
        assertThat(routing.take(A, null)).contains(A.toString());
        assertThat(routing.take(A, null)).as("full is not broken").isEmpty();
        assertThat(routing.room(A)).isZero();
        assertThat(routing.taken()).containsOnly(java.util.Map.entry(A, 2));
    }

    @Test
    void aBrokenLineIsReplacedByTheFirstOfItsFallbacksThatWorks() {
        Routing routing = routing(broken(A, B), broken(B, C), line(C, 3, null));
        assertThat(routing.take(A, null)).contains(C.toString());
        assertThat(routing.take(null, null)).contains(C.toString());
        assertThat(routing.room(null))
                .as("one line, however many ways lead to it")
                .isEqualTo(1);
    }

    @Test
    void withoutAFallbackABrokenLineTakesNothing() {
        Routing routing = routing(broken(A, null));
        assertThat(routing.take(A, null)).isEmpty();
        assertThat(routing.take(null, null)).isEmpty();
        assertThat(routing.room(null)).isZero();
        assertThat(routing.take(new UUID(7, 7), null)).as("a retired one").isEmpty();
    }

    @Test
    void aProbeIsNeverTheOnlyCallWhileThereIsAFallback() {
        Line probed = new Line(A, List.of(), B, true, true, true, 1);
        Routing routing = routing(probed, line(B, MANY, null));
        assertThat(routing.room(A)).isEqualTo(MANY);
        assertThat(routing.take(A, null)).contains(B.toString());
        assertThat(routing.take(A, null)).contains(A.toString());
        assertThat(routing.take(A, null)).as("one probe is enough").contains(B.toString());
        Routing alone = routing(new Line(A, List.of(), null, true, true, true, 1));
        assertThat(alone.room(A)).isEqualTo(1);
        assertThat(alone.take(A, null)).contains(A.toString());
        assertThat(alone.take(A, null)).isEmpty();
    }

    @Test
    void whoHasToWaitIsToldWhy() {
        Line disabled = new Line(C, List.of("US"), null, false, false, false, MANY);
        Line brokenToArabia = new Line(B, List.of("SA"), C, true, false, false, 0);
        Routing routing = routing(line(A, 1, null, "AE"), brokenToArabia, disabled);
        assertThat(routing.takes(null, "AE")).isTrue();
        assertThat(routing.take(null, "AE")).contains(A.toString());
        assertThat(routing.takes(null, "AE")).isFalse();
        assertThat(routing.whyNot(null, "AE")).isEqualTo(NoWay.FULL);
        assertThat(routing.whyNot(null, "SA")).isEqualTo(NoWay.BROKEN);
        assertThat(routing.whyNot(null, "GB")).isEqualTo(NoWay.NO_CONNECTION);
        assertThat(routing.whyNot(null, "US")).as("a disabled one").isEqualTo(NoWay.NO_CONNECTION);
        assertThat(routing.whyNot(C, null)).isEqualTo(NoWay.NO_CONNECTION);
        assertThat(routing.whyNot(new UUID(7, 7), null)).as("a retired one").isEqualTo(NoWay.NO_CONNECTION);
        assertThat(routing().takes(null, "SA")).isTrue();
    }

    @Test
    void fallbacksInACircleEnd() {
        assertThat(routing(broken(A, B), broken(B, A)).take(A, null)).isEmpty();
    }

    @Test
    void aDisabledLineIsLeftForItsFallbackOnlyByWhoNamesIt() {
        Line disabled = new Line(A, List.of(), B, false, false, false, MANY);
        Routing routing = routing(disabled, line(B, MANY, null, "SA"));
        assertThat(routing.take(A, "GB")).contains(B.toString());
        assertThat(routing.take(null, "GB")).isEmpty();
    }
}
