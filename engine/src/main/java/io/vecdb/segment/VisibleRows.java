package io.vecdb.segment;

import io.vecdb.index.AcceptSet;

import java.util.function.IntPredicate;

/// Rows that satisfy a condition, decided when asked; for sets in which most rows are.
///
/// @param count number of rows in the segment
/// @param cardinality how many of them satisfy the condition
/// @param condition which
record VisibleRows(int count, int cardinality, IntPredicate condition) implements AcceptSet {
    @Override
    public boolean contains(int row) {
        return row < count && condition.test(row);
    }

    @Override
    public int next(int row) {
        for (int candidate = row; candidate < count; candidate++) {
            if (condition.test(candidate)) {
                return candidate;
            }
        }
        return -1;
    }
}
