package io.vecdb.index;

import java.lang.foreign.Arena;
import java.util.function.IntConsumer;

/// How an index is built, beside what it is built of.
///
/// @param threads how many threads work on it, at least 1
/// @param seed of every random choice; with one thread the same seed gives the same index
/// @param progress is told now and then how many rows are done, by any of the threads
/// @param pace lets the threads give way to others
/// @param arena gives the index its native memory; it is usable as long as that is open
public record BuildOptions(int threads, long seed, IntConsumer progress, Pace pace, Arena arena) {
    /// @throws IllegalArgumentException if there is no thread
    public BuildOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads cannot build an index");
        }
    }

    /// Lets the threads that build an index give way to others.
    @FunctionalInterface
    public interface Pace {
        /// Called by each of the threads every few rows; may wait for a while.
        ///
        /// @param thread the thread's number among those that work together, from 0
        void step(int thread);
    }

    /// So many threads, a fixed seed, nobody to tell, nobody to give way to, and memory that is
    /// freed when nothing refers to the index any more.
    public static BuildOptions threads(int threads) {
        return new BuildOptions(threads, 0, rows -> {}, thread -> {}, Arena.ofAuto());
    }

    /// With another seed.
    public BuildOptions withSeed(long other) {
        return new BuildOptions(threads, other, progress, pace, arena);
    }

    /// With somebody to tell.
    public BuildOptions withProgress(IntConsumer told) {
        return new BuildOptions(threads, seed, told, pace, arena);
    }

    /// With somebody to give way to.
    public BuildOptions withPace(Pace other) {
        return new BuildOptions(threads, seed, progress, other, arena);
    }

    /// With memory of another arena.
    public BuildOptions withArena(Arena other) {
        return new BuildOptions(threads, seed, progress, pace, other);
    }
}
