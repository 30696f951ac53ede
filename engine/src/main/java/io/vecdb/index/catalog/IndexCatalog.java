package io.vecdb.index.catalog;

import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.index.hnsw.HnswBuilder;
import io.vecdb.index.hnsw.HnswIndex;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Section;
import io.vecdb.vectors.VectorRows;

/// Builds, merges, writes and opens the index that a configuration or a file names.
public final class IndexCatalog {
    /// The format of index files; which index it is stands in the body. See `docs/format/hnsw.md`.
    public static final FileFormat FORMAT = new FileFormat("index", 1);

    /// Bytes before an index's own: the number of its format and zeros.
    private static final int HEAD_BYTES = 64;

    private IndexCatalog() {}

    /// Builds an index over rows, which must stay as they are while it is used and, if they lie in
    /// a file, were verified. Where the configuration asks for a graph but there are few rows, the
    /// index is the exact one.
    public static VectorIndex build(
            IndexConfig config, Metric metric, VectorRows rows, BuildOptions options) {
        return switch (config) {
            case IndexConfig.Flat() -> new FlatIndex(rows, metric);
            case IndexConfig.Hnsw hnsw ->
                    rows.count() < hnsw.fullScanThreshold()
                            ? new FlatIndex(rows, metric)
                            : builder(hnsw, metric, options).build(rows);
        };
    }

    /// Builds an index over rows most of which stood in another index before. The links of a graph
    /// that is nearly whole are kept, see [HnswBuilder#merge]; anything else is built from the rows
    /// alone.
    ///
    /// @param largest the index that held the most of them, under the same metric
    /// @param oldToNew for each row of `largest` its number in `rows`, or -1 if it was deleted
    public static VectorIndex merge(
            IndexConfig config,
            Metric metric,
            VectorRows rows,
            VectorIndex largest,
            int[] oldToNew,
            BuildOptions options) {
        if (config instanceof IndexConfig.Hnsw hnsw
                && rows.count() >= hnsw.fullScanThreshold()
                && largest instanceof HnswIndex graph) {
            return builder(hnsw, metric, options).merge(rows, graph, oldToNew);
        }
        return build(config, metric, rows, options);
    }

    /// About how many bytes of memory building an index takes for each row, beside the rows.
    public static long bytesForRow(IndexConfig config) {
        return switch (config) {
            case IndexConfig.Flat() -> 0;
            case IndexConfig.Hnsw hnsw -> HnswBuilder.bytesForRow(hnsw);
        };
    }

    /// Writes an index to the beginning of a file's body; finishing the file is left to the caller.
    public static void write(FileWriter out, VectorIndex index) {
        out.writeInt(index.formatId());
        out.align(HEAD_BYTES);
        index.write(out);
    }

    /// Opens an index that was written over the same rows. It reads the file in place, so the file
    /// must stay open while it is used.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if the file does not hold an index of these rows
    public static VectorIndex open(FileReader file, Metric metric, VectorRows rows) {
        Section own = own(file);
        return formatId(file) == HnswIndex.FORMAT_ID
                ? HnswIndex.open(own, metric, rows)
                : new FlatIndex(rows, metric);
    }

    /// Looks at all that an index keeps beside the rows and adds what is wrong.
    ///
    /// @param metric that it was built under
    /// @param count rows that it was built over
    /// @throws io.vecdb.api.DbException CORRUPT if the file does not hold an index of such rows
    public static void verify(FileReader file, Metric metric, int count, DamageList found) {
        Section own = own(file);
        if (formatId(file) == HnswIndex.FORMAT_ID) {
            HnswIndex.verify(own, metric, count, found);
        }
    }

    private static int formatId(FileReader file) {
        return file.body()
                .slice(0, Math.min(HEAD_BYTES, file.body().byteSize()))
                .reader()
                .readInt();
    }

    /// What an index of a known format has for itself.
    private static Section own(FileReader file) {
        Section body = file.body();
        int formatId = formatId(file);
        Section own = body.slice(HEAD_BYTES, body.byteSize());
        if (formatId == FlatIndex.FORMAT_ID && own.byteSize() != 0) {
            throw own.corrupt(0, "a flat index ends here, and the file does not");
        }
        if (formatId != FlatIndex.FORMAT_ID && formatId != HnswIndex.FORMAT_ID) {
            throw body.corrupt(0, "an index of the unknown format " + formatId);
        }
        return own;
    }

    private static HnswBuilder builder(
            IndexConfig.Hnsw config, Metric metric, BuildOptions options) {
        return new HnswBuilder(config, metric, options);
    }
}
