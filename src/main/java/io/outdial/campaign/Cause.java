package io.outdial.campaign;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a campaign is in its state. What the service does by itself has a code, which never changes once it is released, and
 * the figures it rests on, so that whoever shows it can say it in another language; what a person does has their words alone.
 *
 * @param sentence in English, or a person's own words; null for nothing to say
 * @param code null when a person did it
 * @param figures by name, their units and ranges as docs/lifecycle.md says; null when a person did it
 */
public record Cause(String sentence, String code, JsonObject figures) {

    /** Nothing to say. */
    public static final Cause NONE = new Cause(null, null, null);

    /** A person's words; null for none. */
    public static Cause said(String words) {
        return new Cause(words, null, null);
    }

    /** What the service found, without figures. */
    public static Cause of(String code, String sentence) {
        return of(code, sentence, new JsonObject());
    }

    /** What the service found, with the figures it rests on. */
    public static Cause of(String code, String sentence, JsonObject figures) {
        return new Cause(sentence, code, figures);
    }

    /** As it is stored; null when a person did it. */
    JsonObject stored() {
        return code == null ? null : new JsonObject().put("code", code).put("figures", figures);
    }

    /**
     * As the API shows it.
     *
     * @param figures what the code rests on, by name
     */
    @Schema(name = "StateCause")
    public record View(String code, Map<String, Object> figures) {

        /** @param stored as in the column; null for none */
        public static View of(JsonObject stored) {
            return stored == null
                    ? null
                    : new View(
                            stored.getString("code"),
                            stored.getJsonObject("figures").getMap());
        }
    }
}
