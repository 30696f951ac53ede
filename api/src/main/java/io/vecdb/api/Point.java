package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a collection holds: an id, named vectors and a payload. Immutable.
///
/// @param id the point's name in its collection
/// @param vectors by field name; the unnamed field is `""`. A field may be left out
/// @param payload a JSON object
public record Point(PointId id, Map<String, Vector> vectors, Map<String, Value> payload) {
    /// Copies the maps.
    ///
    /// @throws DbException INVALID_ARGUMENT if something is null
    public Point {
        Arguments.given(id, "the id of a point");
        vectors = Arguments.map(vectors, () -> "the vectors of point " + id);
        payload = Value.copy(payload);
    }

    /// A point with the unnamed vector and no payload.
    public static Point of(PointId id, Vector vector) {
        return new Point(id, Collections.singletonMap("", vector), Map.of());
    }

    /// A point with an integer id, the unnamed vector and no payload.
    public static Point of(long id, float... vector) {
        return of(PointId.of(id), new Vector.Dense(vector));
    }

    /// A point with a string or UUID id, the unnamed vector and no payload.
    public static Point of(String id, float... vector) {
        return of(PointId.of(id), new Vector.Dense(vector));
    }

    /// This point with one more payload field; see [Value#of(Object)] for what it may hold.
    public Point with(String field, @Nullable Object value) {
        Map<String, Value> fields = new LinkedHashMap<>(payload);
        fields.put(field, Value.of(value));
        return new Point(id, vectors, fields);
    }

    /// This point with the payload replaced.
    public Point withPayload(Map<String, ?> fields) {
        return new Point(id, vectors, Value.fields(fields));
    }

    /// This point with one more named vector.
    public Point withVector(String field, Vector vector) {
        Map<String, Vector> all = new LinkedHashMap<>(vectors);
        all.put(field, vector);
        return new Point(id, all, payload);
    }
}
