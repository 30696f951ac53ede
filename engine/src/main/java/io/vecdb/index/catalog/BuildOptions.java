package io.vecdb.index.catalog;

import java.util.function.IntConsumer;

/// How an index is built, beside what it is built of.
///
/// @param threads how many threads work on it, at least 1
/// @param seed of every random choice; with one thread the same seed gives the same index
/// @param progress is told now and then how many rows are done, by any of the threads
public record BuildOptions(int threads, long seed, IntConsumer progress) {
    /// @throws IllegalArgumentException if there is no thread
    public BuildOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads cannot build an index");
        }
    }

    /// So many threads, a fixed seed, and nobody to tell.
    public static BuildOptions threads(int threads) {
        return new BuildOptions(threads, 0, rows -> {});
    }
}
