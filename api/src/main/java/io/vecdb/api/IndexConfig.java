package io.vecdb.api;

/// Which index serves a vector field, with its parameters.
public sealed interface IndexConfig {
    /// Every vector is compared: exact, no memory beside the vectors, time grows with the points.
    record Flat() implements IndexConfig {}

    /// A hierarchical navigable small-world graph (Malkov & Yashunin 2016, arXiv:1603.09320). Parts
    /// of a collection with fewer points than `fullScanThreshold` are compared one by one, which is
    /// as fast and exact there; the graph appears by itself as they grow.
    ///
    /// @param m links per node and layer, twice as many on the lowest layer; 2 to 128
    /// @param efConstruction candidates kept while a node is linked; `m` to 4,096
    /// @param fullScanThreshold points below which no graph is built; 0 or more
    record Hnsw(int m, int efConstruction, int fullScanThreshold) implements IndexConfig {
        /// M = 16, efConstruction = 200, a graph from 10,000 points on.
        public static final Hnsw DEFAULT = new Hnsw(16, 200, 10_000);

        /// @throws DbException INVALID_ARGUMENT if a parameter is out of range
        public Hnsw {
            if (m < 2 || m > 128) {
                throw DbException.invalid("hnsw: m must lie in 2 to 128, not " + m + ".");
            }
            if (efConstruction < m || efConstruction > 4_096) {
                throw DbException.invalid(
                        "hnsw: ef_construction must lie in m to 4096, not " + efConstruction + ".");
            }
            if (fullScanThreshold < 0) {
                throw DbException.invalid(
                        "hnsw: full_scan_threshold must not be negative, but is "
                                + fullScanThreshold
                                + ".");
            }
        }
    }
}
