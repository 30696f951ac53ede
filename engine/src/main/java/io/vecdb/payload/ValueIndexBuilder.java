package io.vecdb.payload;

import io.vecdb.api.Value;

/// Gathers a field's values for a [ValueIndex]. Not thread-safe; holds everything on the heap until
/// it is written.
sealed interface ValueIndexBuilder
        permits KeywordIndexBuilder, NumberIndexBuilder, BoolIndexBuilder {
    /// Takes a value of a row if the index covers it.
    ///
    /// @param row not less than the last row
    /// @return whether it is covered
    boolean add(int row, Value value);

    /// Ends the row whose values were added last.
    ///
    /// @return how many different covered values it has
    int endRow();

    /// Writes the regions that the index reads.
    void write(RegionWriter out);
}
