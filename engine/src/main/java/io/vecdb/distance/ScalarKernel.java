package io.vecdb.distance;

import io.vecdb.vectors.VectorRows;

/// The scalar twin of [PanamaKernel]: one row after the other, every one by [#one].
abstract class ScalarKernel implements Kernel {
    /// The distance between two rows.
    abstract float one(VectorRows queries, int query, VectorRows rows, int row);

    @Override
    public final void gather(
            VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = one(queries, query, rows, ids[i]);
        }
    }

    @Override
    public final void range(
            VectorRows queries, int query, VectorRows rows, int from, int n, float[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = one(queries, query, rows, from + i);
        }
    }

    @Override
    public final void gatherPair(
            VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out) {
        for (int i = 0; i < n; i++) {
            out[2 * i] = one(queries, query, rows, ids[i]);
            out[2 * i + 1] = one(queries, query + 1, rows, ids[i]);
        }
    }
}
