package io.vecdb.payload;

import java.util.Arrays;

/// Pairs of key and row, appended in the order of rows and then sorted by key. Not thread-safe; 12
/// bytes for each pair, twice that while it sorts.
final class EntryList {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = Long.SIZE / DIGIT_BITS;

    private long[] keys = new long[16];
    private int[] rows = new int[16];
    private int size;
    private int rowStart;

    int size() {
        return size;
    }

    long key(int entry) {
        return keys[entry];
    }

    int row(int entry) {
        return rows[entry];
    }

    /// Whether the entry before has another key.
    boolean startsKey(int entry) {
        return entry == 0 || keys[entry] != keys[entry - 1];
    }

    void setKey(int entry, long key) {
        keys[entry] = key;
    }

    void add(long key, int row) {
        if (size == keys.length) {
            int longer = Math.addExact(size, size >> 1);
            keys = Arrays.copyOf(keys, longer);
            rows = Arrays.copyOf(rows, longer);
        }
        keys[size] = key;
        rows[size++] = row;
    }

    /// Ends the row whose pairs were added last: each of its keys is kept once.
    ///
    /// @return how many different keys the row has
    int endRow() {
        int from = rowStart;
        if (size - from > 1) {
            Arrays.sort(keys, from, size);
            int kept = from + 1;
            for (int i = from + 1; i < size; i++) {
                if (keys[i] != keys[kept - 1]) {
                    keys[kept++] = keys[i];
                }
            }
            size = kept;
        }
        rowStart = size;
        return size - from;
    }

    /// Sorts by key as a signed number, then by row: a radix sort, least significant digit first,
    /// whose passes keep the order of rows. Digits that all keys share take no pass.
    void sort() {
        long differing = 0;
        for (int i = 0; i < size; i++) {
            keys[i] ^= Long.MIN_VALUE; // unsigned order of the bits is then signed order of keys
            differing |= keys[i] ^ keys[0];
        }
        long[] otherKeys = new long[size];
        int[] otherRows = new int[size];
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * DIGIT_BITS;
            if ((differing >>> shift & 0xff) != 0) {
                scatter(shift, otherKeys, otherRows);
                long[] sortedKeys = otherKeys;
                otherKeys = keys;
                keys = sortedKeys;
                int[] sortedRows = otherRows;
                otherRows = rows;
                rows = sortedRows;
            }
        }
        for (int i = 0; i < size; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
    }

    private void scatter(int shift, long[] toKeys, int[] toRows) {
        int[] next = new int[(1 << DIGIT_BITS) + 1];
        for (int i = 0; i < size; i++) {
            next[(int) (keys[i] >>> shift & 0xff) + 1]++;
        }
        for (int value = 1; value < next.length; value++) {
            next[value] += next[value - 1];
        }
        for (int i = 0; i < size; i++) {
            int to = next[(int) (keys[i] >>> shift & 0xff)]++;
            toKeys[to] = keys[i];
            toRows[to] = rows[i];
        }
    }
}
