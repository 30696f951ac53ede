package io.vecdb;

import io.vecdb.api.Arguments;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;

/// How a database is opened.
///
/// @param models embedding models for text in place of vectors; they stay the caller's to close
/// @param buildThreads threads that build an index in the background, at least 1
/// @param bufferPoints points that a collection keeps in memory before it writes a segment
/// @param bufferBytes bytes of writes that it keeps in memory before it writes a segment
public record DatabaseOptions(
        EmbeddingModels models, int buildThreads, int bufferPoints, long bufferBytes) {
    /// No embedding model; indexes are built on all cores; 16,384 points or 64 MiB in memory, which
    /// a search scans in about a millisecond.
    public static final DatabaseOptions DEFAULT =
            new DatabaseOptions(
                    EmbeddingModels.none(),
                    Runtime.getRuntime().availableProcessors(),
                    16_384,
                    64L << 20);

    /// Checks the numbers.
    ///
    /// @throws DbException INVALID_ARGUMENT if one is not positive, or the models are null
    public DatabaseOptions {
        Arguments.given(models, "the embedding models of a database");
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
        return new DatabaseOptions(embeddingModels, buildThreads, bufferPoints, bufferBytes);
    }

    /// With another write buffer.
    public DatabaseOptions withBuffer(int points, long bytes) {
        return new DatabaseOptions(models, buildThreads, points, bytes);
    }
}
