package io.vecdb.index.catalog;

import io.vecdb.api.DbException;

/// How an index is built. With one thread and the same seed, the same rows give the same index.
///
/// @param threads how many threads work on it, at least 1
/// @param seed for what is drawn at random
public record BuildOptions(int threads, long seed) {
    /// Checks the number of threads.
    ///
    /// @throws DbException INVALID_ARGUMENT if it is not positive
    public BuildOptions {
        if (threads < 1) {
            throw DbException.invalid("An index is built by 1 thread or more, not " + threads);
        }
    }

    /// So many threads and the usual seed.
    public static BuildOptions threads(int threads) {
        return new BuildOptions(threads, 42);
    }
}
