package io.vecdb.distance;

import static io.vecdb.vectors.VectorRows.FLOAT;

import io.vecdb.vectors.VectorRows;

import java.lang.foreign.MemorySegment;

/// Squared Euclidean distance without the Vector API.
///
/// Four sums run side by side, since each addition has to wait for the one before it.
final class ScalarL2 extends ScalarKernel {
    @Override
    float one(VectorRows queries, int query, VectorRows rows, int row) {
        int bytes = (int) rows.strideBytes();
        MemorySegment q = queries.segment().asSlice(queries.rowOffset(query), bytes);
        MemorySegment r = rows.segment().asSlice(rows.rowOffset(row), bytes);
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int i = 0; i <= bytes - 16; i += 16) {
            float d0 = q.get(FLOAT, i) - r.get(FLOAT, i);
            float d1 = q.get(FLOAT, i + 4) - r.get(FLOAT, i + 4);
            float d2 = q.get(FLOAT, i + 8) - r.get(FLOAT, i + 8);
            float d3 = q.get(FLOAT, i + 12) - r.get(FLOAT, i + 12);
            sum0 += d0 * d0;
            sum1 += d1 * d1;
            sum2 += d2 * d2;
            sum3 += d3 * d3;
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
