package io.vecdb.index;

/// The answer of an index: rows and internal distances, both of shape (size), nearest first.
///
/// @param rows row numbers
/// @param distances internal distances, ascending
public record Neighbors(int[] rows, float[] distances) {
    /// How many there are.
    public int size() {
        return rows.length;
    }
}
