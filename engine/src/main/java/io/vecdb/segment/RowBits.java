package io.vecdb.segment;

import io.vecdb.index.AcceptSet;

import java.util.function.IntPredicate;

/// A set of rows as bits: shape (ceil(count / 64)). Filled by one thread, then read by any.
final class RowBits implements AcceptSet {
    private final long[] words;
    private int cardinality;

    /// @param count rows that can be in the set: 0 to count-1
    RowBits(int count) {
        words = new long[(count + 63) >> 6];
    }

    /// The rows below `count` that satisfy a condition.
    static RowBits of(int count, IntPredicate condition) {
        RowBits bits = new RowBits(count);
        for (int row = 0; row < count; row++) {
            if (condition.test(row)) {
                bits.add(row);
            }
        }
        return bits;
    }

    /// The rows that are in both.
    static RowBits intersection(int count, AcceptSet a, AcceptSet b) {
        RowBits bits = new RowBits(count);
        for (int row = a.next(0); row >= 0; row = a.next(row + 1)) {
            if (b.contains(row)) {
                bits.add(row);
            }
        }
        return bits;
    }

    /// Adds a row that is not in the set yet.
    void add(int row) {
        words[row >> 6] |= 1L << row;
        cardinality++;
    }

    @Override
    public boolean contains(int row) {
        int word = row >> 6;
        return word < words.length && (words[word] & 1L << row) != 0;
    }

    @Override
    public int next(int row) {
        int word = row >> 6;
        if (word >= words.length) {
            return -1;
        }
        long bits = words[word] & -1L << row;
        while (bits == 0) {
            if (++word == words.length) {
                return -1;
            }
            bits = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    @Override
    public int cardinality() {
        return cardinality;
    }
}
