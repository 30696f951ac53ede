package io.vecdb.payload;

import io.vecdb.api.Filter;
import io.vecdb.api.Value;
import io.vecdb.storage.DamageList;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/// Finds the rows in which a field has a value. It covers the values of its type, all of them;
/// which rows have others stands in [Presence]. Thread-safe, over mapped files.
sealed interface ValueIndex permits KeywordIndex, NumberIndex, BoolIndex {
    /// Whether every row with this value is found.
    boolean covers(Value value);

    /// The rows that have a value equal to this one, which must be covered.
    RoaringBitmap equalTo(Value value);

    /// The rows that have a number within the bounds, or null if numbers are not covered.
    default @Nullable RoaringBitmap within(Filter.Bounds bounds) {
        return null;
    }

    /// Reads all that there is and adds what is wrong.
    void verify(DamageList found);
}
