package io.vecdb.index;

import io.vecdb.distance.Kernel;
import io.vecdb.vectors.VectorRows;

/// The nearest accepted rows by looking at each of them.
///
/// Where most rows are accepted those between them are scored, too: memory is then read from front
/// to back, which is two to three times as fast as to skip a few rows.
public final class ExactScan {
    private ExactScan() {}

    /// Offers every accepted row to `scratch.top`. Costs one distance for each, or 1.5 at most.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if rows of a file are not what was written
    public static void search(
            SearchScratch scratch, Kernel kernel, VectorRows rows, AcceptSet accept) {
        int[] ids = scratch.ids;
        float[] distances = scratch.distances;
        for (int row = accept.next(0); row >= 0; ) {
            int first = row;
            int n = 0;
            for (; n < SearchScratch.BATCH_ROWS && row >= 0; row = accept.next(row + 1)) {
                ids[n++] = row;
            }
            int span = ids[n - 1] - first + 1;
            if (span <= Math.min(SearchScratch.RANGE_ROWS, n + n / 2)) {
                rows.require(first, first + span);
                kernel.range(scratch.query(), 0, rows, first, span, distances);
                for (int i = 0; i < n; i++) {
                    scratch.top.offer(Packed.of(distances[ids[i] - first], ids[i]));
                }
            } else {
                rows.require(ids, n);
                kernel.gather(scratch.query(), 0, rows, ids, n, distances);
                for (int i = 0; i < n; i++) {
                    scratch.top.offer(Packed.of(distances[i], ids[i]));
                }
            }
        }
    }
}
