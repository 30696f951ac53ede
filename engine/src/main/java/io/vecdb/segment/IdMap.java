package io.vecdb.segment;

import io.vecdb.api.DbException;
import io.vecdb.api.PointId;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.StorageErrors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// The ids of a sealed segment, in both directions, read from the mapped file: nothing of it is
/// held on the heap.
///
/// Ids stand sorted by kind and value; an id's place in that order is its *rank*. Finding the row
/// of an id is a binary search, about 20 reads at 1,000,000 ids; finding the id of a row is two
/// reads. Thread-safe. Format: `docs/format/ids.md`.
final class IdMap {
    static final FileFormat FORMAT = new FileFormat("ids", 1);

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEAD_BYTES = 24;

    private final MemorySegment body;
    private final int count;
    private final int numCount;
    private final int uuidCount;
    private final long uuidsAt;
    private final long textOffsetsAt;
    private final long textsAt;
    private final long rowsAt;
    private final long ranksAt;

    private IdMap(FileReader file, int rowCount) {
        body = file.body();
        if (body.byteSize() < HEAD_BYTES) {
            throw corrupt(file, body.byteSize(), "it ends within its counts");
        }
        count = body.get(INT, 0);
        numCount = body.get(INT, 4);
        uuidCount = body.get(INT, 8);
        if (count != rowCount) {
            throw corrupt(file, 0, "it holds " + count + " ids, and the segment " + rowCount);
        }
        int textCount = body.get(INT, 12);
        long textBytes = body.get(LONG, 16);
        if (numCount < 0
                || uuidCount < 0
                || textCount < 0
                || textBytes < 0
                || (long) numCount + uuidCount + textCount != count) {
            throw corrupt(file, 0, "its counts do not add up");
        }
        uuidsAt = HEAD_BYTES + 8L * numCount;
        textOffsetsAt = uuidsAt + 16L * uuidCount;
        textsAt = textOffsetsAt + 8L * (textCount + 1);
        rowsAt = textsAt + textBytes;
        ranksAt = rowsAt + 4L * count;
        if (ranksAt + 4L * count != body.byteSize()) {
            throw corrupt(file, 0, "its length does not fit its counts");
        }
    }

    /// Opens a file of `count` ids; the file stays the caller's to close.
    ///
    /// @throws DbException CORRUPT if it holds another number or its parts do not fit together
    static IdMap open(FileReader file, int count) {
        return new IdMap(file, count);
    }

    private static DbException corrupt(FileReader file, long byteInBody, String finding) {
        return StorageErrors.corrupt(file.name(), file.bodyOffset() + byteInBody, finding);
    }

    /// Writes the ids of rows 0 to size-1.
    static void write(FileWriter out, List<PointId> ids) {
        int count = ids.size();
        Integer[] order = new Integer[count];
        java.util.Arrays.setAll(order, row -> row);
        java.util.Arrays.sort(order, (a, b) -> ids.get(a).compareTo(ids.get(b)));
        int numCount = 0;
        int uuidCount = 0;
        long textBytes = 0;
        for (PointId id : ids) {
            switch (id) {
                case PointId.Num num -> numCount++;
                case PointId.Uuid uuid -> uuidCount++;
                case PointId.Text text -> textBytes += utf8(text).length;
            }
        }
        out.writeInt(count);
        out.writeInt(numCount);
        out.writeInt(uuidCount);
        out.writeInt(count - numCount - uuidCount);
        out.writeLong(textBytes);
        writeSorted(out, ids, order, numCount + uuidCount);
        int[] ranks = new int[count];
        for (int rank = 0; rank < count; rank++) {
            out.writeInt(order[rank]);
            ranks[order[rank]] = rank;
        }
        for (int rank : ranks) {
            out.writeInt(rank);
        }
    }

    private static void writeSorted(
            FileWriter out, List<PointId> ids, Integer[] order, int firstText) {
        for (int rank = 0; rank < firstText; rank++) {
            switch (ids.get(order[rank])) {
                case PointId.Num num -> out.writeLong(num.value());
                case PointId.Uuid uuid -> {
                    out.writeLong(uuid.value().getMostSignificantBits());
                    out.writeLong(uuid.value().getLeastSignificantBits());
                }
                case PointId.Text text -> throw new AssertionError("texts sort last");
            }
        }
        long offset = 0;
        for (int rank = firstText; rank < order.length; rank++) {
            out.writeLong(offset);
            offset += utf8((PointId.Text) ids.get(order[rank])).length;
        }
        out.writeLong(offset);
        for (int rank = firstText; rank < order.length; rank++) {
            byte[] bytes = utf8((PointId.Text) ids.get(order[rank]));
            out.write(bytes, 0, bytes.length);
        }
    }

    private static byte[] utf8(PointId.Text id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }

    int count() {
        return count;
    }

    /// The row of an id, or -1.
    int row(PointId id) {
        int rank = ceilingRank(id);
        return rank < count && compare(rank, id) == 0 ? rowAt(rank) : -1;
    }

    /// The row of the id with this rank.
    int rowAt(int rank) {
        return body.get(INT, rowsAt + 4L * rank);
    }

    /// The id of a row.
    PointId id(int row) {
        return idAt(body.get(INT, ranksAt + 4L * row));
    }

    /// The id with this rank.
    PointId idAt(int rank) {
        if (rank < numCount) {
            return PointId.of(num(rank));
        }
        int uuid = rank - numCount;
        if (uuid < uuidCount) {
            return PointId.of(new UUID(uuidHigh(uuid), uuidLow(uuid)));
        }
        return PointId.of(
                new String(
                        text(uuid - uuidCount).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8));
    }

    /// The smallest rank whose id is not less than this one, or the count if there is none.
    int ceilingRank(PointId id) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Compares the id with this rank to another, without making an object of it where it can.
    private int compare(int rank, PointId other) {
        if (rank < numCount) {
            return other instanceof PointId.Num num
                    ? Long.compareUnsigned(num(rank), num.value())
                    : -1;
        }
        return idAt(rank).compareTo(other);
    }

    private long num(int index) {
        return body.get(LONG, HEAD_BYTES + 8L * index);
    }

    private long uuidHigh(int index) {
        return body.get(LONG, uuidsAt + 16L * index);
    }

    private long uuidLow(int index) {
        return body.get(LONG, uuidsAt + 16L * index + 8);
    }

    private MemorySegment text(int index) {
        long from = body.get(LONG, textOffsetsAt + 8L * index);
        long to = body.get(LONG, textOffsetsAt + 8L * (index + 1));
        return body.asSlice(textsAt + from, to - from);
    }
}
