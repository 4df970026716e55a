package io.outdial.campaign;

import io.vertx.mutiny.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a campaign is, in short; its {@code /progress} says more, under the same names.
 *
 * @param inFlight calls claimed and not yet ended
 * @param successRate successes among calls answered by a person, 0 to 1; null before the first
 */
public record CampaignCounts(Targets targets, int inFlight, Double successRate) {

    /** @param byState adds up to {@code total}, which is everyone the audience matched */
    @Schema(name = "TargetCounts")
    public record Targets(int total, Map<String, Integer> byState) {

        /** @param counter a row of {@code campaign_counter}; nothing is counted where it is null */
        public static Targets of(Row counter) {
            Map<String, Integer> byState = new LinkedHashMap<>();
            for (TargetState state : TargetState.values()) {
                byState.put(state.code(), Objects.requireNonNullElse(counter.getInteger(state.code()), 0));
            }
            return new Targets(Objects.requireNonNullElse(counter.getInteger("total"), 0), byState);
        }
    }
}
