package io.vecdb.distance;

import io.vecdb.vectors.VectorRows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// What the kernels with the Vector API share: how a list of rows is cut into groups, and how the
/// lanes of a sum are added up.
///
/// The same two vectors must give the same bits in every group, and before the compiler has seen a
/// method as well as after. So a row's sum is one chain of additions whatever the group, and the
/// lanes are added in a fixed order, halves first: `reduceLanes` has another order in compiled code
/// than in the interpreter.
///
/// The metrics write their loops out, for each number of rows, and also the adding of lanes where
/// there are eight sums: a lambda for the operation, a species that is not a constant, or one small
/// method too many for the compiler to inline costs 5 to 20 times the kernel itself.
abstract class PanamaKernel implements Kernel {
    static final VectorSpecies<Float> SPECIES = PanamaDistances.species();
    static final int LANES = SPECIES.length();
    static final int STEP = SPECIES.vectorByteSize();

    /// Lane `i` changes places with lane `i ^ (LANES / 2)`, and so on.
    static final VectorShuffle<Float> SWAP_2 = swap(LANES / 2);

    static final VectorShuffle<Float> SWAP_4 = swap(LANES / 4);
    static final VectorShuffle<Float> SWAP_8 = swap(LANES / 8);
    static final VectorShuffle<Float> SWAP_16 = swap(LANES / 16);

    /// The lanes whose index has the bit `LANES / 2`, and so on.
    static final VectorMask<Float> UPPER_2 = upper(LANES / 2);

    static final VectorMask<Float> UPPER_4 = upper(LANES / 4);
    static final VectorMask<Float> UPPER_8 = upper(LANES / 8);

    /// One row, as one chain of additions.
    abstract float single(VectorRows queries, int query, VectorRows rows, int row);

    /// Rows `ids[at]` to `ids[at + 3]`, distances to the same places of `out`.
    abstract void four(
            VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out);

    /// Rows `ids[at]` to `ids[at + 7]`, distances to the same places of `out`; for registers of at
    /// least 8 lanes.
    abstract void eight(
            VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out);

    /// Two queries, rows `ids[at]` to `ids[at + 3]`, distances to `out[2 * at]` and on; for
    /// registers of at least 8 lanes.
    abstract void twoByFour(
            VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out);

    /// Two queries, one row.
    abstract void twoByOne(
            VectorRows queries, int query, VectorRows rows, int[] ids, int at, float[] out);

    @Override
    public final void gather(
            VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out) {
        int i = 0;
        for (; LANES >= 8 && i + 8 <= n; i += 8) {
            eight(queries, query, rows, ids, i, out);
        }
        // The rest, too, goes 8 or 4 at a time, together with rows that were done already.
        if (LANES >= 8 && n >= 8 && n - i >= 6) {
            eight(queries, query, rows, ids, n - 8, out);
            return;
        }
        for (; i + 4 <= n; i += 4) {
            four(queries, query, rows, ids, i, out);
        }
        if (n >= 4 && n - i >= 2) {
            four(queries, query, rows, ids, n - 4, out);
            return;
        }
        for (; i < n; i++) {
            out[i] = single(queries, query, rows, ids[i]);
        }
    }

    @Override
    public final void range(
            VectorRows queries, int query, VectorRows rows, int from, int n, float[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = single(queries, query, rows, from + i);
        }
    }

    @Override
    public final void gatherPair(
            VectorRows queries, int query, VectorRows rows, int[] ids, int n, float[] out) {
        int i = 0;
        for (; LANES >= 8 && i + 4 <= n; i += 4) {
            twoByFour(queries, query, rows, ids, i, out);
        }
        for (; i < n; i++) {
            twoByOne(queries, query, rows, ids, i, out);
        }
    }

    /// A row by itself: its bounds are checked here, once, and the loops over it need no checks.
    static MemorySegment slice(VectorRows rows, int row, int bytes) {
        return rows.segment().asSlice(rows.rowOffset(row), bytes);
    }

    static FloatVector load(MemorySegment slice, int offset) {
        return FloatVector.fromMemorySegment(SPECIES, slice, offset, ByteOrder.LITTLE_ENDIAN);
    }

    /// The sum of all lanes.
    static float total(FloatVector sum) {
        FloatVector lanes = sum.add(sum.rearrange(SWAP_2));
        lanes = lanes.add(lanes.rearrange(SWAP_4));
        if (LANES >= 8) {
            lanes = lanes.add(lanes.rearrange(SWAP_8));
        }
        if (LANES >= 16) {
            lanes = lanes.add(lanes.rearrange(SWAP_16));
        }
        return lanes.lane(0);
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
    }

    private static VectorMask<Float> upper(int bit) {
        long lanes = 0;
        for (int lane = 0; lane < LANES; lane++) {
            lanes |= (lane & bit) != 0 ? 1L << lane : 0;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }
}
