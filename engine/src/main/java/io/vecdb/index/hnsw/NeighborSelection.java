package io.vecdb.index.hnsw;

import io.vecdb.distance.Kernel;
import io.vecdb.index.Packed;
import io.vecdb.vectors.VectorRows;

/// Which of its candidates a row is linked to: Malkov & Yashunin, Algorithm 4, without extension.
///
/// A candidate is taken if it is nearer to the row than to every one taken before, so that links
/// lead in different directions instead of into one cluster. Places that are left are filled with
/// the nearest of those passed over (`keepPrunedConnections`). Not thread-safe.
final class NeighborSelection {
    /// Distances that are computed before looking whether one of them already decides.
    private static final int CHUNK_ROWS = 8;

    private final VectorRows rows;
    private final Kernel kernel;
    private final int[] chunk = new int[CHUNK_ROWS];
    private final float[] distances = new float[CHUNK_ROWS];
    private final int[] passedOver;

    /// @param width the most that are ever selected
    NeighborSelection(VectorRows rows, Kernel kernel, int width) {
        this.rows = rows;
        this.kernel = kernel;
        this.passedOver = new int[width];
    }

    /// Selects up to `limit` rows.
    ///
    /// @param candidates scored from the row to be linked, nearest first, shape (at least n)
    /// @param selected receives their numbers, shape (at least limit)
    /// @return how many
    int select(long[] candidates, int n, int limit, int[] selected) {
        return extend(candidates, n, limit, selected, 0);
    }

    /// Selects rows beside some that are selected already.
    ///
    /// @param kept how many of `selected` are there and stay
    /// @return how many there are then, at most `limit`
    int extend(long[] candidates, int n, int limit, int[] selected, int kept) {
        int taken = kept;
        int passed = 0;
        for (int i = 0; i < n && taken < limit; i++) {
            int row = Packed.row(candidates[i]);
            if (isInANewDirection(row, Packed.distance(candidates[i]), selected, taken)) {
                selected[taken++] = row;
            } else if (passed < limit) {
                passedOver[passed++] = row;
            }
        }
        for (int i = 0; i < passed && taken < limit; i++) {
            selected[taken++] = passedOver[i];
        }
        return taken;
    }

    private boolean isInANewDirection(int row, float distance, int[] selected, int taken) {
        for (int from = 0; from < taken; from += CHUNK_ROWS) {
            int n = Math.min(CHUNK_ROWS, taken - from);
            System.arraycopy(selected, from, chunk, 0, n);
            kernel.gather(rows, row, rows, chunk, n, distances);
            for (int i = 0; i < n; i++) {
                if (distances[i] < distance) {
                    return false;
                }
            }
        }
        return true;
    }
}
