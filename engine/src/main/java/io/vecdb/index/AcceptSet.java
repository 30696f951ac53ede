package io.vecdb.index;

/// The rows that may be returned by a search. An index may walk through other rows, but never
/// returns one. Implementations are safe for use by one search at a time.
public interface AcceptSet {
    /// Whether the row may be returned. Called once for each candidate: must be cheap. False for
    /// rows beyond the last.
    boolean contains(int row);

    /// The smallest accepted row that is not less than `row`, or -1 if there is none.
    int next(int row);

    /// How many rows are accepted, exactly.
    int cardinality();

    /// All rows from 0 to `count - 1`.
    static AcceptSet all(int count) {
        return new AllRows(count);
    }
}
