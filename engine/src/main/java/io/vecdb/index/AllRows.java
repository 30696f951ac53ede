package io.vecdb.index;

/// Every row of an index.
///
/// @param cardinality how many rows there are
record AllRows(int cardinality) implements AcceptSet {
    @Override
    public boolean contains(int row) {
        return row < cardinality;
    }

    @Override
    public int next(int row) {
        return row < cardinality ? row : -1;
    }
}
