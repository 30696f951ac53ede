package io.vecdb.payload;

import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

import java.util.Arrays;

/// Makes a bitmap of rows that come in any order, some of them twice: few are sorted, many set
/// bits. Not thread-safe; takes 4 bytes for each of few rows, or `rowCount` bits.
final class RowCollector {
    /// Below one in so many rows, sorting touches less memory than setting bits.
    private static final int SPARSE = 256;

    private final int[] few;
    private final long[] bits;
    private int size;

    /// @param rowCount rows that there are
    /// @param expected how many will be added at most
    RowCollector(int rowCount, int expected) {
        boolean sparse = expected < rowCount / SPARSE;
        few = new int[sparse ? expected : 0];
        bits = new long[sparse ? 0 : (int) (((long) rowCount + 63) >>> 6)];
    }

    void add(int row) {
        if (bits.length == 0) {
            few[size++] = row;
        } else {
            bits[row >>> 6] |= 1L << row;
        }
    }

    RoaringBitmap toBitmap() {
        if (bits.length != 0) {
            return BitSetUtil.bitmapOf(bits);
        }
        Arrays.sort(few, 0, size);
        return RoaringBitmap.bitmapOf(size == few.length ? few : Arrays.copyOf(few, size));
    }
}
