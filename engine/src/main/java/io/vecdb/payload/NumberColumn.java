package io.vecdb.payload;

import io.vecdb.storage.DamageList;
import io.vecdb.storage.LittleEndian;

import java.lang.foreign.MemorySegment;
import java.util.function.LongPredicate;

/// The distinct numbers of a field in ascending order, each with the rows that have it: three
/// mapped arrays, of which nothing is loaded. Thread-safe.
final class NumberColumn {
    private final Region keys;
    private final Region starts;
    private final Region rows;
    private final int keyCount;
    private final int entryCount;

    /// @param keys shape (keys), 64-bit integers in ascending order
    /// @param starts shape (keys + 1), 32-bit: entry at which each key's rows begin, and their
    ///   number
    /// @param rows shape (entries), 32-bit: rows by key, then ascending
    /// @throws io.vecdb.api.DbException CORRUPT if the shapes do not fit
    NumberColumn(Region keys, Region starts, Region rows) {
        this.keys = keys;
        this.starts = starts;
        this.rows = rows;
        keyCount = keys.count(Long.BYTES);
        entryCount = rows.count(Integer.BYTES);
        if (starts.count(Integer.BYTES) - 1 != keyCount
                || starts.intAt(0) != 0
                || starts.intAt(keyCount) != entryCount) {
            throw starts.corrupt(0, "an array of starts does not fit its keys and entries");
        }
    }

    int entryCount() {
        return entryCount;
    }

    /// The first entry whose key is not `below`, or the number of entries. The condition holds for
    /// keys up to some key and for none after it. Takes log2(keys) reads.
    int firstEntry(LongPredicate below) {
        int low = 0;
        int high = keyCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (below.test(keys.longAt(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int entry = starts.intAt(low);
        if (entry < 0 || entry > entryCount) {
            throw starts.corrupt((long) low * Integer.BYTES, entry + " is no entry");
        }
        return entry;
    }

    /// Adds the rows of the entries from one up to another.
    void collect(int from, int to, int rowCount, RowCollector out) {
        MemorySegment found =
                rows.slice((long) from * Integer.BYTES, (long) to * Integer.BYTES).bytes();
        for (int entry = from; entry < to; entry++) {
            int row = found.get(LittleEndian.INT, (long) (entry - from) * Integer.BYTES);
            if (row < 0 || row >= rowCount) {
                throw rows.corrupt((long) entry * Integer.BYTES, row + " is no row of " + rowCount);
            }
            out.add(row);
        }
    }

    /// Reads all keys and entries and adds what is wrong.
    void verify(int rowCount, DamageList found) {
        for (int key = 0; key < keyCount && !found.isFull(); key++) {
            int each = key;
            var _ = found.reads(() -> verify(each, rowCount));
        }
    }

    private void verify(int key, int rowCount) {
        if (key > 0 && keys.longAt(key - 1) >= keys.longAt(key)) {
            throw keys.corrupt((long) key * Long.BYTES, "a key is not above the one before it");
        }
        int from = starts.intAt(key);
        int to = starts.intAt(key + 1);
        if (from < 0 || from >= to || to > entryCount) {
            throw starts.corrupt(
                    (long) key * Integer.BYTES, "a key has the entries " + from + " to " + to);
        }
        int last = -1;
        for (int entry = from; entry < to; entry++) {
            int row = rows.intAt(entry);
            if (row <= last || row >= rowCount) {
                throw rows.corrupt(
                        (long) entry * Integer.BYTES, row + " is no row, or in the wrong place");
            }
            last = row;
        }
    }
}
