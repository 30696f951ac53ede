package io.vecdb.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Reads JSON text into a [Value], so that tests can spell filters as users do.
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /// @param json JSON, in which ' may stand for "
    static Value read(String json) {
        try {
            return Value.of(MAPPER.readValue(json.replace('\'', '"'), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static Filter filter(String json) {
        return Filter.parse(read(json));
    }
}
