package io.vecdb.payload;

import io.vecdb.api.FieldPath;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Value;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileWriter;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Builds a [FieldIndex] row by row. Not thread-safe.
final class FieldIndexBuilder {
    private final FieldPath path;
    private final PayloadIndexType type;
    private final ValueIndexBuilder values;

    /// By the numbers of [Presence].
    private final List<RoaringBitmap> presence =
            Stream.generate(RoaringBitmap::new).limit(Presence.PARTS).toList();

    private int row;
    private boolean filled;

    FieldIndexBuilder(String path, PayloadIndexType type) {
        this.path = FieldPath.parse(path);
        this.type = type;
        values =
                switch (type) {
                    case KEYWORD -> new KeywordIndexBuilder();
                    case INTEGER, FLOAT -> new NumberIndexBuilder();
                    case BOOL -> new BoolIndexBuilder();
                };
    }

    /// @param nextRow greater than the last row
    void add(int nextRow, Map<String, Value> payload) {
        row = nextRow;
        filled = false;
        path.forEach(payload, this::addValue);
        if (!filled) {
            mark(Presence.EMPTY);
        }
        int covered = values.endRow();
        if (covered > 0) {
            mark(Presence.COVERED);
        }
        if (covered > 1) {
            mark(Presence.SEVERAL);
        }
    }

    private void addValue(Value value) {
        mark(Presence.EXISTING);
        if (value instanceof Value.Array array) {
            filled |= !array.items().isEmpty();
            array.items().forEach(this::addElement);
        } else {
            filled |= !(value instanceof Value.Null);
            addElement(value);
        }
    }

    private void addElement(Value value) {
        if (value instanceof Value.Null) {
            mark(Presence.NULL);
        } else if (!values.add(row, value)) {
            mark(Presence.OTHER);
        }
    }

    private void mark(int part) {
        presence.get(part).add(row);
    }

    /// Writes the regions, and the field's entry to the table.
    void write(FileWriter out, ByteWriter table) {
        RegionWriter regions = new RegionWriter(out);
        for (RoaringBitmap rows : presence) {
            regions.next();
            regions.write(rows);
        }
        values.write(regions);
        table.putString(path.text());
        table.putVarInt(type.formatId());
        regions.writeTable(table);
    }
}
