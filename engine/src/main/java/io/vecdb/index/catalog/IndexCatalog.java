package io.vecdb.index.catalog;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.vectors.VectorRows;

/// Builds, writes and opens indexes of every family. Format: `docs/format/index.md`.
public final class IndexCatalog {
    /// The format of a file with an index in it.
    public static final FileFormat FORMAT = new FileFormat("index", 1);

    /// Bytes before the index's own part: its format number, the number of rows, padding.
    private static final int HEAD_BYTES = 64;

    private IndexCatalog() {}

    /// Builds the configured index over rows (normalised ones under cosine).
    public static VectorIndex build(
            IndexConfig config, Metric metric, VectorRows rows, BuildOptions options) {
        return switch (config) {
            case IndexConfig.Flat flat -> new FlatIndex(rows, metric);
            case IndexConfig.Hnsw hnsw -> new FlatIndex(rows, metric);
        };
    }

    /// Builds the configured index over rows most of which `largest` has already, reusing it where
    /// its family can.
    ///
    /// @param oldToNew for each row of `largest` its number among `rows`, or -1 if it is gone
    public static VectorIndex merge(
            IndexConfig config,
            Metric metric,
            VectorRows rows,
            VectorIndex largest,
            int[] oldToNew,
            BuildOptions options) {
        return build(config, metric, rows, options);
    }

    /// Writes an index over `rowCount` rows; the file is the caller's to finish.
    public static void write(FileWriter out, VectorIndex index, int rowCount) {
        out.writeInt(index.formatId());
        out.writeInt(rowCount);
        out.align(HEAD_BYTES);
        index.write(out);
    }

    /// Opens an index over the rows that it was built over; the file stays the caller's to close.
    ///
    /// @throws DbException CORRUPT if the file does not fit the rows, UNSUPPORTED_FORMAT if the
    ///   index is of a family that this release does not know
    public static VectorIndex open(FileReader file, Metric metric, VectorRows rows) {
        ByteReader head = new ByteReader(file.body(), file.name(), file.bodyOffset());
        int formatId = head.readInt();
        int count = head.readInt();
        if (count != rows.count()) {
            throw head.corrupt(
                    "the index is over " + count + " rows, the vectors are " + rows.count());
        }
        return switch (formatId) {
            case FlatIndex.FORMAT_ID -> new FlatIndex(rows, metric);
            default ->
                    throw new DbException(
                            ErrorCode.UNSUPPORTED_FORMAT,
                            "The file '"
                                    + file.name()
                                    + "' holds an index of kind "
                                    + formatId
                                    + ", which this release does not know; use a newer one.");
        };
    }
}
