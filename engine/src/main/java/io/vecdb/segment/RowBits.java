package io.vecdb.segment;

import io.vecdb.index.AcceptSet;

import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// A set of rows as bits: shape (ceil(count / 64)). Filled by one thread, then read by any.
final class RowBits implements AcceptSet {
    private final long[] words;
    private int cardinality;

    /// @param count rows that can be in the set: 0 to count-1
    RowBits(int count) {
        this(new long[wordCount(count)], 0);
    }

    private RowBits(long[] words, int cardinality) {
        this.words = words;
        this.cardinality = cardinality;
    }

    private static int wordCount(int rows) {
        return (rows + 63) >> 6;
    }

    /// The rows of a bitmap, copied 64 at a time.
    ///
    /// @param rows all below `count`
    static RowBits of(int count, RoaringBitmap rows) {
        long[] words = Arrays.copyOf(BitSetUtil.toLongArray(rows), wordCount(count));
        return new RowBits(words, rows.getCardinality());
    }

    /// The rows below `count` that satisfy a condition.
    static RowBits of(int count, IntPredicate condition) {
        RowBits bits = new RowBits(count);
        for (int row = 0; row < count; row++) {
            if (condition.test(row)) {
                bits.set(row, true);
            }
        }
        return bits;
    }

    /// The rows that are in both.
    static RowBits intersection(int count, AcceptSet a, AcceptSet b) {
        RowBits bits = new RowBits(count);
        for (int row = a.next(0); row >= 0; row = a.next(row + 1)) {
            if (b.contains(row)) {
                bits.set(row, true);
            }
        }
        return bits;
    }

    /// Puts a row below `count` into the set, or out of it.
    void set(int row, boolean member) {
        if (contains(row) != member) {
            words[row >> 6] ^= 1L << row;
            cardinality += member ? 1 : -1;
        }
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
