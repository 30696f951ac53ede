package io.vecdb.payload;

import io.vecdb.api.Value;

/// Builds a [NumberIndex].
final class NumberIndexBuilder implements ValueIndexBuilder {
    private final EntryList wholes = new EntryList();
    private final EntryList others = new EntryList();

    @Override
    public boolean add(int row, Value value) {
        Value number = Numbers.canonical(value);
        if (number instanceof Value.Int whole) {
            wholes.add(whole.value(), row);
            return true;
        }
        if (number instanceof Value.Real real) {
            others.add(NumberIndex.sortable(real.value()), row);
            return true;
        }
        return false;
    }

    @Override
    public int endRow() {
        return wholes.endRow() + others.endRow();
    }

    @Override
    public void write(RegionWriter out) {
        writeColumn(wholes, out);
        writeColumn(others, out);
    }

    private static void writeColumn(EntryList entries, RegionWriter out) {
        entries.sort();
        int size = entries.size();
        out.next();
        for (int i = 0; i < size; i++) {
            if (entries.startsKey(i)) {
                out.writeLong(entries.key(i));
            }
        }
        out.next();
        for (int i = 0; i < size; i++) {
            if (entries.startsKey(i)) {
                out.writeInt(i);
            }
        }
        out.writeInt(size);
        out.next();
        for (int i = 0; i < size; i++) {
            out.writeInt(entries.row(i));
        }
    }
}
