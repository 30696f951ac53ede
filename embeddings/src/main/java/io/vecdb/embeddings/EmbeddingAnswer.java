package io.vecdb.embeddings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vecdb.api.DbException;
import io.vecdb.api.Limits;

import java.io.IOException;
import java.util.function.Function;

/// Reads an endpoint's answer, `{"data": [{"index": 0, "embedding": [0.1, …]}, …]}`, and trusts
/// nothing in it.
final class EmbeddingAnswer {
    private static final JsonMapper JSON = new JsonMapper();

    private final Function<String, DbException> unusable;

    /// @param unusable makes the exception for what is wrong with the answer, given as a predicate
    EmbeddingAnswer(Function<String, DbException> unusable) {
        this.unusable = unusable;
    }

    /// The vectors in the order of the texts, shape (count, dimension), whatever order the answer
    /// has them in; finite, and all of one dimension.
    ///
    /// @param count how many texts were sent
    /// @throws DbException as the constructor was told, if the answer is anything else
    float[][] vectors(byte[] answer, int count) {
        JsonNode data = parsed(answer).path("data");
        if (!data.isArray()) {
            throw unusable.apply("has no array \"data\"");
        }
        if (data.size() != count) {
            throw unusable.apply("has %d vectors for %d texts".formatted(data.size(), count));
        }
        float[][] vectors = new float[count][];
        for (int i = 0; i < count; i++) {
            JsonNode item = data.get(i);
            int index = index(item, i, count);
            if (vectors[index] != null) {
                throw unusable.apply("has index " + index + " twice");
            }
            vectors[index] = vector(item.path("embedding"), index);
        }
        for (float[] vector : vectors) {
            if (vector.length != vectors[0].length) {
                throw unusable.apply(
                        "has vectors of %d and of %d dimensions"
                                .formatted(vectors[0].length, vector.length));
            }
        }
        return vectors;
    }

    private JsonNode parsed(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (JacksonException e) {
            throw unusable.apply("is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
    }

    /// Where a vector belongs: its `index`, or its place if it has none.
    private int index(JsonNode item, int place, int count) {
        JsonNode index = item.path("index");
        if (index.isMissingNode()) {
            return place;
        }
        if (!index.isInt() || index.intValue() < 0 || index.intValue() >= count) {
            throw unusable.apply("has index " + index + " for " + count + " texts");
        }
        return index.intValue();
    }

    private float[] vector(JsonNode embedding, int index) {
        if (!embedding.isArray() || embedding.isEmpty() || embedding.size() > Limits.DIMENSION) {
            throw unusable.apply(
                    "has no array of 1 to %d numbers as \"embedding\" %d"
                            .formatted(Limits.DIMENSION, index));
        }
        float[] vector = new float[embedding.size()];
        for (int d = 0; d < vector.length; d++) {
            JsonNode value = embedding.get(d);
            vector[d] = value.floatValue();
            if (!value.isNumber() || !Float.isFinite(vector[d])) {
                throw unusable.apply(
                        "has something other than a finite number as element %d of \"embedding\" %d"
                                .formatted(d, index));
            }
        }
        return vector;
    }
}
