package io.vecdb.index;

/// What an index is asked for.
///
/// @param vector shape (dimension), already normalised under cosine; not changed
/// @param k how many rows, at least 1
/// @param ef candidates that a graph keeps, or 0 for the index's own choice
public record IndexQuery(float[] vector, int k, int ef) {
    /// @throws IllegalArgumentException if `k` or `ef` is out of range
    public IndexQuery {
        if (k < 1 || ef < 0) {
            throw new IllegalArgumentException("k = " + k + ", ef = " + ef);
        }
    }
}
