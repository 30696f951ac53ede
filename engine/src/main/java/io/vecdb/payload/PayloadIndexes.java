package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.PointId;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// The payload indexes of a sealed segment: one mapped file, written by [PayloadIndexBuilder], laid
/// out as `docs/format/payload-index.md` says.
///
/// Opening reads the table of fields and both ends of each table of theirs; the indexes stay in the
/// file, and are verified when they are read. Thread-safe until the file is closed, which is up to
/// whoever opened it.
public final class PayloadIndexes {
    /// What the file is.
    public static final FileFormat FORMAT = new FileFormat("payindex", 1);

    /// The last bytes of the body: where the table begins (8), fields (4), rows (4).
    private static final int TAIL_BYTES = 16;

    /// Regions begin at multiples of this.
    static final int ALIGNMENT_BYTES = 8;

    private static final int KEYWORD_PARTS = Presence.PARTS + 4;
    private static final int NUMBER_PARTS = Presence.PARTS + 6;
    private static final int BOOL_PARTS = Presence.PARTS + 2;

    /// Shortest entry of the table: path, type, number of parts.
    private static final int ENTRY_BYTES_MIN = 3;

    private final Section body;
    private final int rowCount;
    private final Map<String, FieldIndex> fields;
    private final Map<String, PayloadIndexType> types;

    private PayloadIndexes(Section body, int rowCount, Map<String, FieldIndex> fields) {
        this.body = body;
        this.rowCount = rowCount;
        this.fields = fields;
        Map<String, PayloadIndexType> byPath = new LinkedHashMap<>();
        fields.forEach((path, field) -> byPath.put(path, field.type()));
        types = Collections.unmodifiableMap(byPath);
    }

    /// Reads the table of an open file of this [#FORMAT].
    ///
    /// @throws DbException CORRUPT that names file and byte
    public static PayloadIndexes open(FileReader file) {
        Region body = new Region(file.body());
        long tail = body.byteSize() - TAIL_BYTES;
        if (tail < 0) {
            throw body.corrupt(0, "the payload indexes have no tail");
        }
        ByteReader numbers = file.body().slice(tail, body.byteSize()).reader();
        long tableStart = numbers.readLong();
        int fieldCount = numbers.readInt();
        int rowCount = numbers.readInt();
        if (tableStart < 0
                || tableStart > tail
                || fieldCount < 0
                || fieldCount > (tail - tableStart) / ENTRY_BYTES_MIN
                || rowCount < 0) {
            throw body.corrupt(tail, "the tail of the payload indexes is impossible");
        }
        ByteReader in = file.body().slice(tableStart, tail).reader();
        Map<String, FieldIndex> fields = LinkedHashMap.newLinkedHashMap(fieldCount);
        for (int i = 0; i < fieldCount; i++) {
            String path = in.readString();
            if (fields.put(path, readField(in, body.slice(0, tableStart), rowCount)) != null) {
                throw in.corrupt("the field '" + path + "' is indexed twice");
            }
        }
        in.requireEnd();
        return new PayloadIndexes(file.body(), rowCount, fields);
    }

    private static FieldIndex readField(ByteReader in, Region regions, int rowCount) {
        PayloadIndexType type = readType(in);
        int count = in.readCount(2);
        if (count != partCount(type)) {
            throw in.corrupt("an index of type " + type.label() + " has " + count + " parts");
        }
        List<Region> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long start = in.readVarLong();
            long length = in.readVarLong();
            if (start % ALIGNMENT_BYTES != 0 || start < 0 || length < 0 || start + length < 0) {
                throw in.corrupt("part " + i + " begins at " + start + " and has " + length);
            }
            parts.add(regions.slice(start, start + length));
        }
        Presence presence = new Presence(List.copyOf(parts.subList(0, Presence.PARTS)), rowCount);
        List<Region> rest = parts.subList(Presence.PARTS, count);
        return new FieldIndex(type, presence, values(type, presence, rest));
    }

    private static PayloadIndexType readType(ByteReader in) {
        int formatId = in.readVarInt();
        for (PayloadIndexType type : PayloadIndexType.values()) {
            if (type.formatId() == formatId) {
                return type;
            }
        }
        throw in.corrupt("a field has the unknown index type " + formatId);
    }

    private static int partCount(PayloadIndexType type) {
        return switch (type) {
            case KEYWORD -> KEYWORD_PARTS;
            case INTEGER, FLOAT -> NUMBER_PARTS;
            case BOOL -> BOOL_PARTS;
        };
    }

    private static ValueIndex values(PayloadIndexType type, Presence presence, List<Region> parts) {
        return switch (type) {
            case KEYWORD ->
                    new KeywordIndex(
                            parts.get(0),
                            parts.get(1),
                            parts.get(2),
                            parts.get(3),
                            presence.rowCount());
            case INTEGER, FLOAT ->
                    new NumberIndex(
                            new NumberColumn(parts.get(0), parts.get(1), parts.get(2)),
                            new NumberColumn(parts.get(3), parts.get(4), parts.get(5)),
                            presence);
            case BOOL -> new BoolIndex(parts.get(0), parts.get(1), presence.rowCount());
        };
    }

    /// The indexed fields: type by path.
    public Map<String, PayloadIndexType> types() {
        return types;
    }

    /// Reads every part of every field and adds what is wrong.
    ///
    /// @param rowCount rows of the segment
    /// @throws DbException CORRUPT if the file is of another segment
    public void verify(int rowCount, DamageList found) {
        requireRows(rowCount);
        fields.values().forEach(field -> field.verify(found));
    }

    /// What the indexes know of the rows that satisfy a filter. Conditions on fields without index
    /// leave it open; the payloads decide.
    ///
    /// Costs what the bitmaps of the filter's conditions take, at most rowCount / 8 bytes each.
    ///
    /// @param filter the condition
    /// @param rowCount rows of the segment
    /// @param rowOf the row of an id, negative if it is none of this segment
    /// @throws DbException CORRUPT that names file and byte, also if the file is of another
    ///   segment; LIMIT_EXCEEDED if the filter is nested too deeply or too long
    public Candidates bind(Filter filter, int rowCount, ToIntFunction<PointId> rowOf) {
        requireRows(rowCount);
        return new FilterBinder(fields, rowCount, rowOf).bind(filter.checked());
    }

    private void requireRows(int count) {
        if (count != rowCount) {
            throw body.corrupt(
                    body.byteSize() - Integer.BYTES,
                    "it indexes " + rowCount + " rows, but its segment has " + count);
        }
    }
}
