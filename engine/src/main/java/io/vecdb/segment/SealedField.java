package io.vecdb.segment;

import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.index.flat.FlatIndex;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;
import io.vecdb.vectors.VectorFile;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The vectors of one field in a sealed segment, mapped, with their index. Immutable; reads are
/// safe from any thread until it is closed.
///
/// Opening reads a few numbers; all norms only if some row has no vector in this field.
final class SealedField implements AutoCloseable {
    private final FileReader vectorsFile;
    private final FileReader indexFile;
    private final VectorFile vectors;
    private final SearchableField searchable;

    /// The rows that have a vector, or null if all have.
    private final @Nullable RowBits present;

    private SealedField(
            FileReader vectorsFile, FileReader indexFile, VectorConfig config, int rowCount) {
        this.vectorsFile = vectorsFile;
        this.indexFile = indexFile;
        vectors = VectorFile.open(vectorsFile, rowCount, config.dimension());
        VectorRows rows = vectors.rows();
        VectorIndex index = IndexCatalog.open(indexFile, config.metric(), rows);
        VectorIndex scan = index.exact() ? index : new FlatIndex(rows, config.metric());
        searchable = new SearchableField(index, scan, rows.count());
        present =
                vectors.isComplete()
                        ? null
                        : RowBits.of(rows.count(), row -> vectors.norm(row) != 0);
    }

    /// @param entry the segment's
    /// @param number the field's place among the collection's vector fields
    /// @throws io.vecdb.api.DbException CORRUPT if the files are not of so many rows
    static SealedField open(Folder folder, SegmentEntry entry, int number, VectorConfig config) {
        FileReader vectors =
                entry.open(folder, entry.file(Kind.VECTORS, number), VectorFile.FORMAT);
        FileReader index = null;
        boolean opened = false;
        try {
            index = entry.open(folder, entry.file(Kind.INDEX, number), IndexCatalog.FORMAT);
            SealedField field = new SealedField(vectors, index, config, entry.rowCount());
            opened = true;
            return field;
        } finally {
            if (!opened) {
                vectors.close();
                if (index != null) {
                    index.close();
                }
            }
        }
    }

    SearchableField searchable() {
        return searchable;
    }

    @Nullable RowBits present() {
        return present;
    }

    StoredRows stored() {
        return new StoredRows(vectors.rows(), vectors::norm);
    }

    MemoryUsage memory() {
        return MemoryUsage.NONE
                .plus(MemoryPart.VECTORS, MemoryBytes.mapped(vectorsFile.fileBytes()))
                .plus(MemoryPart.INDEX, MemoryBytes.mapped(indexFile.fileBytes()))
                .plus(MemoryPart.CACHES, MemoryBytes.heap(searchable.index().cacheBytes()));
    }

    List<FileReader> files() {
        return List.of(vectorsFile, indexFile);
    }

    @Override
    public void close() {
        vectorsFile.close();
        indexFile.close();
    }
}
