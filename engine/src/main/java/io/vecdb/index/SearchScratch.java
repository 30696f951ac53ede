package io.vecdb.index;

import io.vecdb.vectors.VectorRows;

/// What a search works with, kept for the next one: the query outside the heap, padded and aligned
/// as the kernels want it, a list of rows to be scored, their distances, the nearest so far.
///
/// Taken from a pool of the whole JVM: [#borrow], use, [#giveBack()]. One search at a time uses
/// one.
public final class SearchScratch {
    /// Rows that are scored in one call.
    public static final int BATCH_ROWS = 256;

    /// Rows of a range that are scored in one call.
    public static final int RANGE_ROWS = BATCH_ROWS * 3 / 2;

    private static final Pool<SearchScratch> POOL = new Pool<>(SearchScratch::new);

    /// Rows to be scored, shape (`BATCH_ROWS`).
    public final int[] ids = new int[BATCH_ROWS];

    /// Their distances, or those of a range of rows, shape (`RANGE_ROWS`).
    public final float[] distances = new float[RANGE_ROWS];

    /// The nearest so far.
    public final TopK top = new TopK(1);

    private VectorRows query = VectorRows.allocate(1, 1);

    private SearchScratch() {}

    /// A scratch that holds this query and nothing yet in [#top], which keeps `k`.
    ///
    /// @param vector shape (dimension), copied
    /// @throws IllegalArgumentException if its dimension is not that of the rows
    public static SearchScratch borrow(float[] vector, VectorRows rows, int k) {
        if (vector.length != rows.dimension()) {
            throw new IllegalArgumentException(
                    "A query of dimension " + vector.length + " for rows of " + rows.dimension());
        }
        SearchScratch scratch = POOL.borrow();
        if (scratch.query.dimension() != vector.length) {
            scratch.query = VectorRows.allocate(1, vector.length);
        }
        scratch.query.put(0, vector);
        scratch.top.reset(k);
        return scratch;
    }

    /// The query, as the only row.
    public VectorRows query() {
        return query;
    }

    /// Gives this scratch to whoever searches next.
    public void giveBack() {
        POOL.giveBack(this);
    }
}
