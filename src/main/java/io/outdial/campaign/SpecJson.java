package io.outdial.campaign;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.Audience;
import io.outdial.platform.JsonMergePatch;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** Campaign documents to and from JSON, as strict as the API. */
@ApplicationScoped
class SpecJson {

    private static final JsonPointer QUERY = JsonPointer.compile("/audience/query");

    private final ObjectMapper mapper;

    SpecJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    JsonObject write(CampaignSpec spec) {
        try {
            return new JsonObject(mapper.writeValueAsString(spec));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UnreadableSpec when the stored document does not fit */
    CampaignSpec read(JsonObject stored) {
        try {
            return mapper.readValue(stored.encode(), CampaignSpec.class);
        } catch (JsonProcessingException e) {
            throw UnreadableSpec.because(e.getOriginalMessage(), e);
        }
    }

    /** @throws UnreadableSpec when the stored document does not fit */
    Audience audience(JsonObject stored) {
        try {
            return mapper.readValue(stored.encode(), Audience.class);
        } catch (JsonProcessingException e) {
            throw UnreadableSpec.because(e.getOriginalMessage(), e);
        }
    }

    /**
     * The document with a merge patch applied (RFC 7396), read again from the start. A query is one value and is replaced as a
     * whole: merged, {@code null} for somebody without a value would take the condition away, and reach more people.
     */
    CampaignSpec patch(CampaignSpec spec, JsonNode patch) throws JsonProcessingException {
        JsonNode after = JsonMergePatch.apply(mapper.valueToTree(spec), patch);
        if (patch.at(QUERY).isObject()) {
            ((ObjectNode) after.at(QUERY.head()))
                    .set(QUERY.last().getMatchingProperty(), patch.at(QUERY).deepCopy());
        }
        return mapper.treeToValue(after, CampaignSpec.class);
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    JsonObject object(Object value) {
        return new JsonObject(mapper.convertValue(value, MAP));
    }

    private static final com.fasterxml.jackson.core.type.TypeReference<java.util.Map<String, Object>> MAP =
            new com.fasterxml.jackson.core.type.TypeReference<>() {};
}
