package io.vecdb;

import io.vecdb.api.Arguments;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.SyncPolicy;

/// How a database is opened.
///
/// @param models embedding models for text in place of vectors; they stay the caller's to close
/// @param buildThreads threads that build an index in the background, at least 1
/// @param bufferPoints points that a collection keeps in memory before it writes a segment
/// @param bufferBytes bytes of writes that it keeps in memory before it writes a segment
/// @param sync when a write reaches the disk itself
public record DatabaseOptions(
        EmbeddingModels models,
        int buildThreads,
        int bufferPoints,
        long bufferBytes,
        SyncPolicy sync) {
    /// No embedding model; indexes are built on all cores; 16,384 points or 64 MiB in memory, which
    /// a search scans in about a millisecond; nothing acknowledged is ever lost.
    public static final DatabaseOptions DEFAULT =
            new DatabaseOptions(
                    EmbeddingModels.none(),
                    Runtime.getRuntime().availableProcessors(),
                    16_384,
                    64L << 20,
                    SyncPolicy.ALWAYS);

    /// Checks the numbers.
    ///
    /// @throws DbException INVALID_ARGUMENT if one is not positive, or the models or the policy are
    ///   null
    public DatabaseOptions {
        Arguments.given(models, "the embedding models of a database");
        Arguments.given(sync, "the sync policy of a database");
        if (buildThreads < 1 || bufferPoints < 1 || bufferBytes < 1) {
            throw DbException.invalid(
                    "A database needs at least 1 build thread, 1 point and 1 byte of buffer, not "
                            + buildThreads
                            + ", "
                            + bufferPoints
                            + " and "
                            + bufferBytes
                            + ".");
        }
    }

    /// With these embedding models.
    public DatabaseOptions withModels(EmbeddingModels embeddingModels) {
        return new DatabaseOptions(embeddingModels, buildThreads, bufferPoints, bufferBytes, sync);
    }

    /// With another write buffer.
    public DatabaseOptions withBuffer(int points, long bytes) {
        return new DatabaseOptions(models, buildThreads, points, bytes, sync);
    }

    /// With another sync policy.
    public DatabaseOptions withSync(SyncPolicy policy) {
        return new DatabaseOptions(models, buildThreads, bufferPoints, bufferBytes, policy);
    }
}
