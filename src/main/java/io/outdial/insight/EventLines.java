package io.outdial.insight;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one watcher was told, and the lines that tell the next. One look at a time uses it. */
final class EventLines {

    private final Sse sse;
    private final ObjectMapper json;
    private final Duration heartbeat;
    private final Duration maxDuration;
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, Instant> read = new HashMap<>();
    private long seen;
    private Instant begun;
    private Instant spoken;

    /** @param lastEventId number of the last stored event the watcher has seen; 0 for all of them */
    EventLines(Sse sse, ObjectMapper json, EventSettings settings, long lastEventId) {
        this.sse = sse;
        this.json = json;
        this.heartbeat = settings.heartbeat();
        this.maxDuration = settings.maxDuration();
        this.seen = lastEventId;
    }

    /** A stored event as watchers get it; its number is the line's id. */
    @RegisterForReflection
    record Stored(@JsonIgnore long number, String type, Instant at, String actor, Map<String, Object> detail) {}

    /** The first words of a stream: how long it may be silent. */
    @RegisterForReflection
    record Greeting(long heartbeatSeconds) {}

    /** The last stored event that was told. */
    long seen() {
        return seen;
    }

    List<OutboundSseEvent> greeting(Instant now) {
        if (begun != null) {
            return List.of();
        }
        begun = now;
        spoken = now;
        return changed("stream", new Greeting(heartbeat.toSeconds()));
    }

    OutboundSseEvent stored(Stored event) {
        seen = event.number();
        return sse.newEventBuilder()
                .id(Long.toString(event.number()))
                .name(event.type())
                .data(write(event))
                .build();
    }

    /** The thing as it stands, when that is not what the watcher was told last. */
    List<OutboundSseEvent> changed(String name, Object value) {
        String text = write(value);
        return text.equals(told.put(name, text))
                ? List.of()
                : List.of(sse.newEventBuilder().name(name).data(text).build());
    }

    /** Whether it is time to read something: at once at first and at the end, and when it may have moved, at most so often. */
    boolean isDue(String what, boolean last, boolean moved, Duration every, Instant now) {
        Instant before = read.get(what);
        boolean due = before == null || last || (moved && !now.isBefore(before.plus(every)));
        if (due) {
            read.put(what, now);
        }
        return due;
    }

    /** @param silent whether there is nothing else to say now */
    List<OutboundSseEvent> heartbeat(boolean silent, Instant now) {
        if (silent && now.isBefore(spoken.plus(heartbeat))) {
            return List.of();
        }
        spoken = now;
        return silent ? List.of(sse.newEventBuilder().comment("still here").build()) : List.of();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(begun.plus(maxDuration));
    }

    private String write(Object value) {
        try {
            return new String(json.writeValueAsBytes(value), UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
