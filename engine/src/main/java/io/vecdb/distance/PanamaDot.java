package io.vecdb.distance;

import io.vecdb.vectors.VectorRows;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;

/// Negated inner product with the Vector API. Written out: see [PanamaKernel].
final class PanamaDot extends PanamaKernel {
    private static FloatVector add(FloatVector sum, FloatVector q, FloatVector r) {
        return q.fma(r, sum);
    }

    @Override
    float single(VectorRows queries, int query, VectorRows rows, int row) {
        int bytes = (int) rows.strideBytes();
        MemorySegment q = slice(queries, query, bytes);
        MemorySegment r = slice(rows, row, bytes);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i <= bytes - STEP; i += STEP) {
            sum = add(sum, load(q, i), load(r, i));
        }
        return -total(sum);
    }

    @Override
    void four(VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out) {
        int bytes = (int) rows.strideBytes();
        MemorySegment q = slice(queries, query, bytes);
        MemorySegment r0 = slice(rows, ids[at], bytes);
        MemorySegment r1 = slice(rows, ids[at + 1], bytes);
        MemorySegment r2 = slice(rows, ids[at + 2], bytes);
        MemorySegment r3 = slice(rows, ids[at + 3], bytes);
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int i = 0; i <= bytes - STEP; i += STEP) {
            FloatVector lanes = load(q, i);
            sum0 = add(sum0, lanes, load(r0, i));
            sum1 = add(sum1, lanes, load(r1, i));
            sum2 = add(sum2, lanes, load(r2, i));
            sum3 = add(sum3, lanes, load(r3, i));
        }
        FloatVector x0 = sum0.blend(sum2, UPPER_2).add(sum2.blend(sum0, UPPER_2).rearrange(SWAP_2));
        FloatVector x1 = sum1.blend(sum3, UPPER_2).add(sum3.blend(sum1, UPPER_2).rearrange(SWAP_2));
        FloatVector all = x0.blend(x1, UPPER_4).add(x1.blend(x0, UPPER_4).rearrange(SWAP_4));
        if (LANES >= 8) {
            all = all.add(all.rearrange(SWAP_8));
        }
        if (LANES >= 16) {
            all = all.add(all.rearrange(SWAP_16));
        }
        out[at] = -all.lane(0);
        out[at + 1] = -all.lane(LANES / 4);
        out[at + 2] = -all.lane(LANES / 2);
        out[at + 3] = -all.lane(3 * LANES / 4);
    }

    @Override
    void eight(VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out) {
        int bytes = (int) rows.strideBytes();
        MemorySegment q = slice(queries, query, bytes);
        MemorySegment r0 = slice(rows, ids[at], bytes);
        MemorySegment r1 = slice(rows, ids[at + 1], bytes);
        MemorySegment r2 = slice(rows, ids[at + 2], bytes);
        MemorySegment r3 = slice(rows, ids[at + 3], bytes);
        MemorySegment r4 = slice(rows, ids[at + 4], bytes);
        MemorySegment r5 = slice(rows, ids[at + 5], bytes);
        MemorySegment r6 = slice(rows, ids[at + 6], bytes);
        MemorySegment r7 = slice(rows, ids[at + 7], bytes);
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        for (int i = 0; i <= bytes - STEP; i += STEP) {
            FloatVector lanes = load(q, i);
            sum0 = add(sum0, lanes, load(r0, i));
            sum1 = add(sum1, lanes, load(r1, i));
            sum2 = add(sum2, lanes, load(r2, i));
            sum3 = add(sum3, lanes, load(r3, i));
            sum4 = add(sum4, lanes, load(r4, i));
            sum5 = add(sum5, lanes, load(r5, i));
            sum6 = add(sum6, lanes, load(r6, i));
            sum7 = add(sum7, lanes, load(r7, i));
        }
        FloatVector x0 = sum0.blend(sum4, UPPER_2).add(sum4.blend(sum0, UPPER_2).rearrange(SWAP_2));
        FloatVector x1 = sum1.blend(sum5, UPPER_2).add(sum5.blend(sum1, UPPER_2).rearrange(SWAP_2));
        FloatVector x2 = sum2.blend(sum6, UPPER_2).add(sum6.blend(sum2, UPPER_2).rearrange(SWAP_2));
        FloatVector x3 = sum3.blend(sum7, UPPER_2).add(sum7.blend(sum3, UPPER_2).rearrange(SWAP_2));
        FloatVector y0 = x0.blend(x2, UPPER_4).add(x2.blend(x0, UPPER_4).rearrange(SWAP_4));
        FloatVector y1 = x1.blend(x3, UPPER_4).add(x3.blend(x1, UPPER_4).rearrange(SWAP_4));
        FloatVector all = y0.blend(y1, UPPER_8).add(y1.blend(y0, UPPER_8).rearrange(SWAP_8));
        if (LANES >= 16) {
            all = all.add(all.rearrange(SWAP_16));
        }
        // Row i of the eight is now in lane i * LANES / 8.
        out[at] = -all.lane(0);
        out[at + 1] = -all.lane(LANES / 8);
        out[at + 2] = -all.lane(2 * LANES / 8);
        out[at + 3] = -all.lane(3 * LANES / 8);
        out[at + 4] = -all.lane(4 * LANES / 8);
        out[at + 5] = -all.lane(5 * LANES / 8);
        out[at + 6] = -all.lane(6 * LANES / 8);
        out[at + 7] = -all.lane(7 * LANES / 8);
    }

    @Override
    void twoByFour(VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out) {
        int bytes = (int) rows.strideBytes();
        MemorySegment qa = slice(queries, query, bytes);
        MemorySegment qb = slice(queries, query + 1, bytes);
        MemorySegment r0 = slice(rows, ids[at], bytes);
        MemorySegment r1 = slice(rows, ids[at + 1], bytes);
        MemorySegment r2 = slice(rows, ids[at + 2], bytes);
        MemorySegment r3 = slice(rows, ids[at + 3], bytes);
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int i = 0; i <= bytes - STEP; i += STEP) {
            FloatVector qaLanes = load(qa, i);
            FloatVector qbLanes = load(qb, i);
            FloatVector row = load(r0, i);
            a0 = add(a0, qaLanes, row);
            b0 = add(b0, qbLanes, row);
            row = load(r1, i);
            a1 = add(a1, qaLanes, row);
            b1 = add(b1, qbLanes, row);
            row = load(r2, i);
            a2 = add(a2, qaLanes, row);
            b2 = add(b2, qbLanes, row);
            row = load(r3, i);
            a3 = add(a3, qaLanes, row);
            b3 = add(b3, qbLanes, row);
        }
        FloatVector x0 = a0.blend(a2, UPPER_2).add(a2.blend(a0, UPPER_2).rearrange(SWAP_2));
        FloatVector x1 = b0.blend(b2, UPPER_2).add(b2.blend(b0, UPPER_2).rearrange(SWAP_2));
        FloatVector x2 = a1.blend(a3, UPPER_2).add(a3.blend(a1, UPPER_2).rearrange(SWAP_2));
        FloatVector x3 = b1.blend(b3, UPPER_2).add(b3.blend(b1, UPPER_2).rearrange(SWAP_2));
        FloatVector y0 = x0.blend(x2, UPPER_4).add(x2.blend(x0, UPPER_4).rearrange(SWAP_4));
        FloatVector y1 = x1.blend(x3, UPPER_4).add(x3.blend(x1, UPPER_4).rearrange(SWAP_4));
        FloatVector all = y0.blend(y1, UPPER_8).add(y1.blend(y0, UPPER_8).rearrange(SWAP_8));
        if (LANES >= 16) {
            all = all.add(all.rearrange(SWAP_16));
        }
        out[2 * at] = -all.lane(0);
        out[2 * at + 1] = -all.lane(LANES / 8);
        out[2 * at + 2] = -all.lane(2 * LANES / 8);
        out[2 * at + 3] = -all.lane(3 * LANES / 8);
        out[2 * at + 4] = -all.lane(4 * LANES / 8);
        out[2 * at + 5] = -all.lane(5 * LANES / 8);
        out[2 * at + 6] = -all.lane(6 * LANES / 8);
        out[2 * at + 7] = -all.lane(7 * LANES / 8);
    }

    @Override
    void twoByOne(VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out) {
        int bytes = (int) rows.strideBytes();
        MemorySegment qa = slice(queries, query, bytes);
        MemorySegment qb = slice(queries, query + 1, bytes);
        MemorySegment r = slice(rows, ids[at], bytes);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        for (int i = 0; i <= bytes - STEP; i += STEP) {
            FloatVector row = load(r, i);
            a = add(a, load(qa, i), row);
            b = add(b, load(qb, i), row);
        }
        out[2 * at] = -total(a);
        out[2 * at + 1] = -total(b);
    }
}
