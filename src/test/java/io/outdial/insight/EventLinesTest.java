package io.outdial.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EventLines lines =
            new EventLines(new SseImpl(), new ObjectMapper(), new Settings(1, HEARTBEAT, Duration.ofMinutes(30)), 0);

    private record Settings(int maxStreamsPerTenant, Duration heartbeat, Duration maxDuration)
            implements EventSettings {}

    @Test
    void theFirstWordsSayHowLongSilenceLasts() {
        assertThat(lines.greeting(NOW))
                .extracting(OutboundSseEvent::getData)
                .containsExactly("{\"heartbeatSeconds\":15}");
        assertThat(lines.greeting(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void aThingIsToldOnlyWhenItHasChanged() {
        assertThat(lines.changed("progress", Map.of("total", 1))).hasSize(1);
        assertThat(lines.changed("progress", Map.of("total", 1))).isEmpty();
        assertThat(lines.changed("calls", Map.of("total", 1))).hasSize(1);
        assertThat(lines.changed("progress", Map.of("total", 2))).hasSize(1);
    }

    @Test
    void silenceIsBrokenByACommentAndSpeechPutsItOff() {
        lines.greeting(NOW);
        assertThat(comments(lines.heartbeat(true, NOW.plusSeconds(14)))).isZero();
        assertThat(comments(lines.heartbeat(false, NOW.plusSeconds(14)))).isZero();
        assertThat(comments(lines.heartbeat(true, NOW.plusSeconds(28)))).isZero();
        assertThat(comments(lines.heartbeat(true, NOW.plusSeconds(29)))).isEqualTo(1);
        assertThat(comments(lines.heartbeat(true, NOW.plusSeconds(30)))).isZero();
    }

    @Test
    void somethingIsReadAtFirstAtTheEndAndNotTooOftenBetween() {
        Duration every = Duration.ofSeconds(5);
        assertThat(lines.isDue("sums", false, false, every, NOW)).isTrue();
        assertThat(lines.isDue("sums", false, true, every, NOW.plusSeconds(4))).isFalse();
        assertThat(lines.isDue("sums", false, false, every, NOW.plusSeconds(5))).isFalse();
        assertThat(lines.isDue("sums", false, true, every, NOW.plusSeconds(5))).isTrue();
        assertThat(lines.isDue("sums", true, false, every, NOW.plusSeconds(6))).isTrue();
    }

    @Test
    void aStreamIsOverWhenItsTimeIs() {
        lines.greeting(NOW);
        assertThat(lines.isOver(NOW.plusSeconds(1799))).isFalse();
        assertThat(lines.isOver(NOW.plusSeconds(1800))).isTrue();
    }

    private static long comments(List<OutboundSseEvent> events) {
        return events.stream().filter(event -> event.getComment() != null).count();
    }
}
