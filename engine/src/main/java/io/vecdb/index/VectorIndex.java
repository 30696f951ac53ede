package io.vecdb.index;

import io.vecdb.storage.FileWriter;

import java.util.List;

/// A searchable index over a [io.vecdb.vectors.VectorRows]. Building is another type's work; what
/// is built does not change. Thread-safe: searches run side by side.
public interface VectorIndex {
    /// The `k` nearest accepted rows, nearest first, with their internal distances (smaller is
    /// nearer). An exact index returns exactly those; an approximate one may miss some, but never
    /// returns a row outside `accept` or one row twice, and returns `k` rows whenever `k` are
    /// accepted.
    ///
    /// @throws IllegalArgumentException if the query's dimension is not that of the rows
    /// @throws io.vecdb.api.DbException CORRUPT if what the search met of a file is not what was
    ///   written
    Neighbors search(IndexQuery query, AcceptSet accept);

    /// One answer for each query, in their order, all under the same accept-set.
    default List<Neighbors> searchAll(List<IndexQuery> queries, AcceptSet accept) {
        return queries.stream().map(query -> search(query, accept)).toList();
    }

    /// Whether every accepted row is looked at, so that the answer is exact.
    boolean exact();

    /// The number of this index's format in files.
    int formatId();

    /// Bytes that the index takes beside the rows.
    long memoryBytes();

    /// About how many bytes searches keep on the heap for the next search.
    default long cacheBytes() {
        return 0;
    }

    /// Writes what the index keeps beside the rows.
    ///
    /// @param out at a position that is a multiple of 64; finishing it is left to the caller
    void write(FileWriter out);
}
