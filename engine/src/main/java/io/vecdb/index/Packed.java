package io.vecdb.index;

/// A row with its distance in one `long`, so that heaps move and compare single numbers.
///
/// The distance is in the upper half, as an integer in the order of the floats; the row is in the
/// lower. Smaller is nearer, and of two rows at the same distance the one with the smaller number.
/// NaN, which an inner product may overflow to, is farther than infinity.
public final class Packed {
    private Packed() {}

    /// Packs a row and its distance.
    ///
    /// @param row 0 or more
    public static long of(float distance, int row) {
        int bits = Float.floatToIntBits(distance);
        return ((long) ordered(bits) << Integer.SIZE) | row;
    }

    /// The row.
    public static int row(long packed) {
        return (int) packed;
    }

    /// The distance.
    public static float distance(long packed) {
        return Float.intBitsToFloat(ordered((int) (packed >> Integer.SIZE)));
    }

    /// Turns float bits into an integer of the same order, and back.
    private static int ordered(int bits) {
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
