package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What a replica does before it is ready. */
@QuarkusTest
class WarmUpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    WarmUp warmUp;

    /** A failure would be kept silent at the start, and the first turn would be slow again. */
    @Test
    void theTurnOfNobodySucceeds() {
        assertThatCode(() -> warmUp.emptyTurn().await().atMost(PATIENCE)).doesNotThrowAnyException();
    }

    @Test
    void itEndsWhetherThereIsWorkOrNot() {
        warmUp.run().await().atMost(PATIENCE);
        assertThat(warmUp.isOver()).isTrue();
        RestAssured.get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'dialer' }.status", Matchers.equalTo("UP"));
    }
}
