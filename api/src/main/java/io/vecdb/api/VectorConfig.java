package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// A dense vector field of a collection.
///
/// @param dimension 1 to [Limits#DIMENSION]
/// @param metric how nearness is measured
/// @param index which index serves it
/// @param model the embedding model for documents given in place of a vector, or null for the
///   database's default
public record VectorConfig(
        int dimension, Metric metric, IndexConfig index, @Nullable String model) {
    /// @throws DbException INVALID_ARGUMENT if the dimension is out of range or something is null
    public VectorConfig {
        Arguments.given(metric, "the metric of a vector field");
        Arguments.given(index, "the index of a vector field");
        if (dimension < 1 || dimension > Limits.DIMENSION) {
            throw DbException.invalid(
                    "A vector field has 1 to "
                            + Limits.DIMENSION
                            + " dimensions, not "
                            + dimension
                            + ".");
        }
    }

    /// A field with the default index and model.
    public static VectorConfig of(int dimension, Metric metric) {
        return new VectorConfig(dimension, metric, IndexConfig.Hnsw.DEFAULT, null);
    }

    /// This field with another index.
    public VectorConfig withIndex(IndexConfig other) {
        return new VectorConfig(dimension, metric, other, model);
    }

    /// This field with an embedding model.
    public VectorConfig withModel(@Nullable String name) {
        return new VectorConfig(dimension, metric, index, name);
    }
}
