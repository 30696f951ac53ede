package io.vecdb.distance;

import io.vecdb.vectors.VectorRows;

/// Internal distances (smaller is nearer) under one metric, between rows that lie outside the heap.
///
/// All arguments must have the same dimension, and rows must be padded with zeros to
/// [VectorRows#ROW_ALIGNMENT_BYTES]; neither is checked here, row numbers are (an access beyond the
/// segment throws `IndexOutOfBoundsException`). Stateless, thread-safe, allocates nothing.
///
/// [#gather], [#range] and [#gatherPair] give the same bits for the same two vectors in whichever
/// list they stand, so that two searches agree on ties.
///
/// Memory must be native or mapped. A heap segment that passes through a kernel once makes every
/// later call in this JVM about ten times slower.
public interface Kernel {
    /// The distances from one query to `n` rows that lie anywhere, computed several at a time:
    /// while one row's bytes are on their way from memory, the others' are, too.
    ///
    /// @param ids row numbers, shape (at least n)
    /// @param out receives the distances, shape (at least n)
    void gather(VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out);

    /// The distances from one query to `n` rows that follow one another, computed row by row: the
    /// processor sees that memory is read from front to back and fetches it ahead, which it does
    /// not when eight rows are read at once. Two to three times as fast as [#gather] on rows that
    /// are in no cache.
    ///
    /// @param from the first row
    /// @param out receives the distances, shape (at least n)
    void range(VectorRows queries, int query, VectorRows rows, int from, int n, float[] out);

    /// The distances from the queries `query` and `query + 1` to `n` rows, each of which is read
    /// once for both.
    ///
    /// @param ids row numbers, shape (at least n)
    /// @param out receives for each row the first query's distance and the second's, shape (n, 2)
    void gatherPair(VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out);
}
