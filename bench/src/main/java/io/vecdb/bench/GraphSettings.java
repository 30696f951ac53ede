package io.vecdb.bench;

import io.vecdb.DatabaseOptions;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;

/// A database and a graph as they are by default, but for what a benchmark of few points needs to
/// have graphs at all.
///
/// @param bufferPoints points of a write buffer, whatever bytes they are; full after a whole number
///   of batches. What is written has to be a multiple of it: points in a buffer that is not full
///   are not put into a graph
/// @param graph with a threshold that a full buffer reaches
/// @param threads that build graphs
record GraphSettings(int bufferPoints, IndexConfig.Hnsw graph, int threads) {
    /// As large as the default buffer, but a multiple of the batches that it is filled with.
    private static final int BUFFER_POINTS = 16_000;

    private static final long BUFFER_BYTES = 1L << 30;

    /// @param points that are written at least, one batch or more
    static GraphSettings of(int points, int threads) {
        int buffer = Math.min(BUFFER_POINTS, points / Points.BATCH * Points.BATCH);
        IndexConfig.Hnsw standard = IndexConfig.Hnsw.DEFAULT;
        return new GraphSettings(
                buffer,
                new IndexConfig.Hnsw(
                        standard.m(),
                        standard.efConstruction(),
                        Math.min(standard.fullScanThreshold(), buffer)),
                threads);
    }

    DatabaseOptions options() {
        DatabaseOptions.Resources standard = DatabaseOptions.Resources.DEFAULT;
        return DatabaseOptions.DEFAULT
                .withBuffer(bufferPoints, BUFFER_BYTES)
                .withResources(
                        new DatabaseOptions.Resources(
                                threads, standard.memoryBytes(), standard.mergeBytesPerSecond()));
    }

    CollectionConfig config(int dimension) {
        return Points.config(dimension, graph);
    }
}
