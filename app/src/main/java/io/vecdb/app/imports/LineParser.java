package io.vecdb.app.imports;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.DbException;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.server.json.Json;
import io.vecdb.server.json.JsonCursor;
import io.vecdb.server.json.ValueJson;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Makes a point of a JSON object.
///
/// The object's vector is a list of numbers, or an object of them by field name; without one its
/// text is embedded. The text stays in the payload. Everything else is the payload too, unless the
/// object has an object `payload`: then that is the payload, and nothing unknown may stand beside
/// it. Without an id, the point gets a UUID that is made from the line's bytes.
///
/// @param idField the name of the field that holds the id
/// @param vectorField the name of the field that holds the vector or vectors
/// @param textField the name of the field that holds the text
record LineParser(String idField, String vectorField, String textField) {
    private static final String PAYLOAD_FIELD = "payload";

    /// The point that a line says; its vector stands under the unnamed field unless it is named.
    ///
    /// @throws DbException INVALID_ARGUMENT or LIMIT_EXCEEDED that says what is wrong with the line
    Point parse(byte[] line) {
        JsonCursor object = JsonCursor.root(Json.tree(line));
        JsonCursor id = object.optional(idField);
        JsonCursor vector = object.optional(vectorField);
        JsonCursor text = object.optional(textField);
        if (vector == null && text == null) {
            throw DbException.invalid(
                    "there is neither a vector (field '"
                            + vectorField
                            + "') nor a text (field '"
                            + textField
                            + "').");
        }
        return new Point(
                id == null ? PointId.of(UUID.nameUUIDFromBytes(line)) : id(id),
                vector == null ? document(text) : vectors(vector),
                payload(object, text));
    }

    private static PointId id(JsonCursor at) {
        JsonNode node = at.node();
        if (node.isTextual()) {
            return at.at(() -> PointId.of(node.textValue()));
        }
        if (node.isIntegralNumber()) {
            BigInteger number = node.bigIntegerValue();
            if (number.signum() >= 0 && number.bitLength() <= Long.SIZE) {
                return PointId.of(number.longValue());
            }
        }
        throw at.expected("a whole number from 0 to 2^64 - 1, a UUID or a string");
    }

    private static Map<String, Vector> document(@Nullable JsonCursor text) {
        if (text == null) {
            return Map.of();
        }
        String words = text.text();
        return Map.of("", text.at(() -> Vector.text(words)));
    }

    private static Map<String, Vector> vectors(JsonCursor at) {
        if (!at.node().isObject()) {
            return Map.of("", dense(at));
        }
        Map<String, Vector> vectors = new LinkedHashMap<>();
        at.fields().forEach((field, vector) -> vectors.put(field, dense(vector)));
        return vectors;
    }

    private static Vector dense(JsonCursor at) {
        float[] values = at.numbers();
        return at.at(() -> new Vector.Dense(values));
    }

    private Map<String, Value> payload(JsonCursor object, @Nullable JsonCursor text) {
        Map<String, Value> payload = ValueJson.fields(object.node());
        payload.remove(idField);
        payload.remove(vectorField);
        if (!(payload.get(PAYLOAD_FIELD) instanceof Value.Struct nested)) {
            return payload;
        }
        payload.remove(PAYLOAD_FIELD);
        payload.remove(textField);
        if (!payload.isEmpty()) {
            throw DbException.invalid(
                    "beside '"
                            + PAYLOAD_FIELD
                            + "' there is the unknown field '"
                            + payload.keySet().iterator().next()
                            + "'; move it into the payload.");
        }
        payload.putAll(nested.fields());
        if (text != null) {
            Value words = ValueJson.of(text.node());
            Value other = payload.put(textField, words);
            if (other != null && !other.equals(words)) {
                throw DbException.invalid(
                        "the payload has another '" + textField + "' than the line itself.");
            }
        }
        return payload;
    }
}
