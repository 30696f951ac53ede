package io.vecdb.server.rest;

import io.vecdb.api.Vector;
import io.vecdb.server.json.JsonCursor;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads vectors: lists of numbers, and the documents `{"text": …, "model": …}` that stand in place
/// of one. Sparse vectors, multi-vectors, images and inference objects are refused by name.
final class VectorIn {
    private VectorIn() {}

    /// A point's vectors: one for the unnamed field, or an object of named ones.
    static Map<String, Vector> ofPoint(JsonCursor at) {
        if (!at.node().isObject() || at.node().path("text").isTextual()) {
            return Map.of("", one(at));
        }
        if (at.node().path("model").isTextual()) {
            throw at.unsupported(
                    "this release embeds text only; send {\"text\": …, \"model\": …} or a vector.");
        }
        Map<String, Vector> vectors = new LinkedHashMap<>();
        at.fields().forEach((name, vector) -> vectors.put(name, one(vector)));
        return vectors;
    }

    /// A single vector or document.
    static Vector one(JsonCursor at) {
        if (at.node().isObject()) {
            return document(at);
        }
        if (at.node().path(0).isArray()) {
            throw at.unsupported("this release does not support multi-vectors.");
        }
        float[] values = at.numbers();
        return at.at(() -> new Vector.Dense(values));
    }

    /// Whether a model has to make the vector.
    static boolean isText(Vector vector) {
        return switch (vector) {
            case Vector.Dense dense -> false;
            case Vector.Document document -> true;
        };
    }

    private static Vector.Document document(JsonCursor at) {
        if (at.has("indices")) {
            throw at.unsupported("this release does not support sparse vectors.");
        }
        at.refuse("image", "object");
        if (!at.has("text")) {
            throw at.expected("a list of numbers or a document {\"text\": …}");
        }
        JsonCursor options = at.optional("options");
        if (options != null && !options.fields().isEmpty()) {
            throw options.unsupported("this release knows no options of a document.");
        }
        String text = at.field("text").text();
        JsonCursor model = at.optional("model");
        String name = model == null ? null : model.text();
        return at.at(() -> new Vector.Document(text, name));
    }
}
