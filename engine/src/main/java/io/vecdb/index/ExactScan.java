package io.vecdb.index;

import io.vecdb.distance.Kernel;
import io.vecdb.vectors.VectorRows;

/// The nearest accepted rows by looking at each of them.
public final class ExactScan {
    private ExactScan() {}

    /// Offers every accepted row to `scratch.top`. Costs one distance for each.
    public static void search(
            SearchScratch scratch, Kernel kernel, VectorRows rows, AcceptSet accept) {
        TopK top = scratch.top;
        for (int row = accept.next(0); row >= 0; ) {
            int n = 0;
            for (; n < SearchScratch.BATCH_ROWS && row >= 0; row = accept.next(row + 1)) {
                scratch.ids[n++] = row;
            }
            kernel.gather(scratch.query(), 0, rows, scratch.ids, n, scratch.distances);
            for (int i = 0; i < n; i++) {
                top.offer(Packed.of(scratch.distances[i], scratch.ids[i]));
            }
        }
    }
}
