package io.vecdb.payload;

import io.vecdb.storage.DamageList;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;

/// What a field is in each row, whatever its type: six bitmaps, each copied from the mapped file
/// when it is asked for. Thread-safe.
///
/// @param parts the bitmaps at the places named below, which are those in the file
/// @param rowCount rows that there are
record Presence(List<Region> parts, int rowCount) {
    /// Rows in which a value stands at the path.
    static final int EXISTING = 0;

    /// Rows in which the value, or an element of the list, is null.
    static final int NULL = 1;

    /// Rows in which there is no value but null and empty lists.
    static final int EMPTY = 2;

    /// Rows in which a value, or an element, is covered by the [ValueIndex].
    static final int COVERED = 3;

    /// Rows in which there are at least two different covered values.
    static final int SEVERAL = 4;

    /// Rows in which a value, or an element, is neither covered nor null.
    static final int OTHER = 5;

    /// How many bitmaps there are.
    static final int PARTS = 6;

    RoaringBitmap existing() {
        return rows(EXISTING);
    }

    RoaringBitmap nulls() {
        return rows(NULL);
    }

    RoaringBitmap empty() {
        return rows(EMPTY);
    }

    RoaringBitmap covered() {
        return rows(COVERED);
    }

    RoaringBitmap several() {
        return rows(SEVERAL);
    }

    RoaringBitmap other() {
        return rows(OTHER);
    }

    /// Reads the bitmaps and adds what is wrong.
    void verify(DamageList found) {
        parts.forEach(part -> part.verifyBitmap(rowCount, found));
    }

    private RoaringBitmap rows(int part) {
        return parts.get(part).bitmap(rowCount);
    }
}
