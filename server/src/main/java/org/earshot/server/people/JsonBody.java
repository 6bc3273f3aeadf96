package org.earshot.server.people;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The JSON object in a request: texts and truth values by name, nothing deeper. Pure.
final class JsonBody {
    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(10)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    static JsonBody parse(byte[] body) throws RefusedException {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return new JsonBody(json);
            }
        } catch (JsonProcessingException _) {
            // it would only say where
        } catch (java.io.IOException _) {
            // bytes that are no text
        }
        throw new RefusedException(400, "the body is not a JSON object");
    }

    String text(String name) throws RefusedException {
        return optionalText(name)
                .orElseThrow(() -> new RefusedException(400, name + " is needed: a text"));
    }

    Optional<String> optionalText(String name) throws RefusedException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new RefusedException(400, name + " must be a text");
        }
        return Optional.of(value.textValue());
    }

    /// A list of texts; none where it is left out.
    ///
    /// @param most at most so many
    List<String> texts(String name, int most) throws RefusedException {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            throw new RefusedException(400, name + " must be a list of at most " + most + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value) {
            if (!one.isTextual()) {
                throw new RefusedException(400, name + " must be a list of texts");
            }
            texts.add(one.textValue());
        }
        return List.copyOf(texts);
    }

    boolean truth(String name) throws RefusedException {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new RefusedException(400, name + " must be true or false");
        }
        return value.booleanValue();
    }
}
