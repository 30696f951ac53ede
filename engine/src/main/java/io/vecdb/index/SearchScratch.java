package io.vecdb.index;

import io.vecdb.vectors.VectorRows;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// What a search works with, kept for the next one: the query outside the heap, padded and aligned
/// as the kernels want it, a list of rows to be scored, their distances, the nearest so far.
///
/// Borrowed from a pool of the whole JVM, since searches may run on short-lived threads: [#borrow],
/// use, [#giveBack()]. One search at a time uses one.
public final class SearchScratch {
    /// Rows that are scored in one call.
    public static final int BATCH_ROWS = 256;

    private static final AtomicReferenceArray<SearchScratch> POOL =
            new AtomicReferenceArray<>(4 * Runtime.getRuntime().availableProcessors());

    /// Rows to be scored.
    public final int[] ids = new int[BATCH_ROWS];

    /// Their distances, for up to two queries.
    public final float[] distances = new float[2 * BATCH_ROWS];

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
        SearchScratch scratch = null;
        int slot = slot();
        for (int i = 0; i < POOL.length() && scratch == null; i++) {
            scratch = POOL.getAndSet((slot + i) % POOL.length(), null);
        }
        if (scratch == null) {
            scratch = new SearchScratch();
        }
        scratch.aim(vector);
        scratch.top.reset(k);
        return scratch;
    }

    /// The query, as the only row.
    public VectorRows query() {
        return query;
    }

    /// Gives this scratch to whoever searches next.
    public void giveBack() {
        int slot = slot();
        for (int i = 0; i < POOL.length(); i++) {
            if (POOL.compareAndSet((slot + i) % POOL.length(), null, this)) {
                return;
            }
        }
    }

    private void aim(float[] vector) {
        if (query.dimension() != vector.length) {
            query = VectorRows.allocate(1, vector.length);
        }
        query.put(0, vector);
    }

    /// Where a thread begins to look, so that threads rarely meet.
    private static int slot() {
        return (int) (Thread.currentThread().threadId() & 0x3fff) % POOL.length();
    }
}
