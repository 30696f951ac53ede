package io.vecdb;

import io.vecdb.api.Arguments;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.SyncPolicy;
import io.vecdb.collection.WriteBuffer;

import java.util.Locale;

/// How a database is opened.
///
/// @param models embedding models for text in place of vectors; they stay the caller's to close
/// @param sync when a write reaches the disk itself
/// @param bufferPoints points that a collection keeps in memory before it writes a segment, or 0:
///   so many that a search scans them in about a millisecond, and where there is neither a graph
///   nor a payload index, so that a search scans everything anyway, as many as `bufferBytes` hold
/// @param bufferBytes bytes of writes that it keeps in memory before it writes a segment
/// @param resources what the database may use of the machine
public record DatabaseOptions(
        EmbeddingModels models,
        SyncPolicy sync,
        int bufferPoints,
        long bufferBytes,
        Resources resources) {
    /// No embedding model; nothing acknowledged is ever lost; in memory 16,384 points (more where
    /// everything is scanned) or 64 MiB; [Resources#DEFAULT].
    public static final DatabaseOptions DEFAULT =
            new DatabaseOptions(
                    EmbeddingModels.none(),
                    SyncPolicy.ALWAYS,
                    WriteBuffer.AUTOMATIC,
                    64L << 20,
                    Resources.DEFAULT);

    /// What a database may use of the machine.
    ///
    /// @param buildThreads threads that build an index in the background, at least 1; while
    ///   searches run, fewer do
    /// @param memoryBytes memory, on the heap and outside, for writes that are not in files yet and
    ///   for merges; what does not fit is refused with RESOURCE_EXHAUSTED
    /// @param mergeBytesPerSecond how fast merges write
    public record Resources(int buildThreads, long memoryBytes, long mergeBytesPerSecond) {
        /// All cores, half of the heap's size, 256 MiB a second.
        public static final Resources DEFAULT =
                new Resources(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory() / 2,
                        256L << 20);

        /// Checks the numbers.
        ///
        /// @throws DbException INVALID_ARGUMENT if there is no thread, less than 1 MiB of memory or
        ///   a rate below 64 KiB a second
        public Resources {
            requireAtLeast(1, buildThreads, "thread to build indexes");
            requireAtLeast(1 << 20, memoryBytes, "bytes of memory");
            requireAtLeast(1 << 16, mergeBytesPerSecond, "bytes a second for merges");
        }

        private static void requireAtLeast(long least, long given, String what) {
            if (given < least) {
                throw DbException.invalid(
                        String.format(
                                Locale.ROOT,
                                "A database needs at least %,d %s, not %,d.",
                                least,
                                what,
                                given));
            }
        }

        /// With another memory budget.
        public Resources withMemoryBytes(long bytes) {
            return new Resources(buildThreads, bytes, mergeBytesPerSecond);
        }
    }

    /// Checks the numbers.
    ///
    /// @throws DbException INVALID_ARGUMENT if the points are negative or the bytes not positive,
    ///   or another part is null
    public DatabaseOptions {
        Arguments.given(models, "the embedding models of a database");
        Arguments.given(sync, "the sync policy of a database");
        Arguments.given(resources, "the resources of a database");
        if (bufferPoints < 0 || bufferBytes < 1) {
            throw DbException.invalid(
                    "A database needs at least 1 point (or 0, to let it choose) and 1 byte of"
                            + " buffer, not "
                            + bufferPoints
                            + " and "
                            + bufferBytes
                            + ".");
        }
    }

    /// With these embedding models.
    public DatabaseOptions withModels(EmbeddingModels embeddingModels) {
        return new DatabaseOptions(embeddingModels, sync, bufferPoints, bufferBytes, resources);
    }

    /// With another sync policy.
    public DatabaseOptions withSync(SyncPolicy policy) {
        return new DatabaseOptions(models, policy, bufferPoints, bufferBytes, resources);
    }

    /// With another write buffer.
    public DatabaseOptions withBuffer(int points, long bytes) {
        return new DatabaseOptions(models, sync, points, bytes, resources);
    }

    /// With other resources.
    public DatabaseOptions withResources(Resources other) {
        return new DatabaseOptions(models, sync, bufferPoints, bufferBytes, other);
    }
}
