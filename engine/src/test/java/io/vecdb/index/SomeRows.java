package io.vecdb.index;

import java.util.BitSet;

/// An accept-set for tests: the rows of a bit set.
///
/// @param bits the accepted rows
public record SomeRows(BitSet bits) implements AcceptSet {
    /// These rows.
    public static SomeRows of(int... rows) {
        BitSet bits = new BitSet();
        for (int row : rows) {
            bits.set(row);
        }
        return new SomeRows(bits);
    }

    @Override
    public boolean contains(int row) {
        return bits.get(row);
    }

    @Override
    public int next(int row) {
        return bits.nextSetBit(row);
    }

    @Override
    public int cardinality() {
        return bits.cardinality();
    }
}
