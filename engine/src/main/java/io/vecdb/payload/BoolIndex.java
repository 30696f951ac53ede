package io.vecdb.payload;

import io.vecdb.api.Value;
import io.vecdb.storage.DamageList;

import org.roaringbitmap.RoaringBitmap;

/// The rows with false and the rows with true.
///
/// @param whenFalse a bitmap
/// @param whenTrue a bitmap
/// @param rowCount rows that there are
record BoolIndex(Region whenFalse, Region whenTrue, int rowCount) implements ValueIndex {
    @Override
    public boolean covers(Value value) {
        return value instanceof Value.Bool;
    }

    @Override
    public RoaringBitmap equalTo(Value value) {
        return (value.equals(new Value.Bool(true)) ? whenTrue : whenFalse).bitmap(rowCount);
    }

    @Override
    public void verify(DamageList found) {
        whenFalse.verifyBitmap(rowCount, found);
        whenTrue.verifyBitmap(rowCount, found);
    }
}
