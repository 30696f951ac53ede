package io.vecdb.api;

import java.util.Map;

/// One answer of a search.
///
/// @param score as the field's [Metric] says: for cosine and dot larger is nearer, for l2 and
///   manhattan smaller is nearer
/// @param point the point with as much of its payload and vectors as the query asked for
public record Hit(float score, Point point) {
    /// The point's id.
    public PointId id() {
        return point.id();
    }

    /// The payload, empty unless the query included it.
    public Map<String, Value> payload() {
        return point.payload();
    }
}
