package io.vecdb.payload;

import io.vecdb.api.Value;

import org.roaringbitmap.RoaringBitmap;

/// Builds a [BoolIndex].
final class BoolIndexBuilder implements ValueIndexBuilder {
    private final RoaringBitmap whenFalse = new RoaringBitmap();
    private final RoaringBitmap whenTrue = new RoaringBitmap();
    private boolean hasFalse;
    private boolean hasTrue;

    @Override
    public boolean add(int row, Value value) {
        if (!(value instanceof Value.Bool bool)) {
            return false;
        }
        if (bool.value()) {
            whenTrue.add(row);
            hasTrue = true;
        } else {
            whenFalse.add(row);
            hasFalse = true;
        }
        return true;
    }

    @Override
    public int endRow() {
        int values = (hasFalse ? 1 : 0) + (hasTrue ? 1 : 0);
        hasFalse = false;
        hasTrue = false;
        return values;
    }

    @Override
    public void write(RegionWriter out) {
        out.next();
        out.write(whenFalse);
        out.next();
        out.write(whenTrue);
    }
}
