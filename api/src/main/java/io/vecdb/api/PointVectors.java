package io.vecdb.api;

import java.util.Map;

/// New vectors for an existing point; fields that are not named keep theirs.
///
/// @param id the point
/// @param vectors by field name, at least one
public record PointVectors(PointId id, Map<String, Vector> vectors) {
    /// Copies the map.
    ///
    /// @throws DbException INVALID_ARGUMENT if there is no vector or something is null
    public PointVectors {
        Arguments.given(id, "the id of a point");
        vectors = Arguments.map(vectors, () -> "the vectors of point " + id);
        if (vectors.isEmpty()) {
            throw DbException.invalid("No vector was given for point " + id + ".");
        }
    }
}
