package io.vecdb.segment;

import io.vecdb.api.DbException;
import io.vecdb.api.PointId;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Section;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// The ids of a sealed segment, in both directions, read from the mapped file: nothing but the
/// largest is held on the heap.
///
/// Ids stand sorted by kind and value; an id's place in that order is its *rank*. Finding the row
/// of an id is a binary search, about 20 reads at 1,000,000 ids; finding the id of a row is two
/// reads. Opening reads the counts. Thread-safe. Format: `docs/format/ids.md`.
final class IdMap {
    static final FileFormat FORMAT = new FileFormat("ids", 1);

    private static final int HEAD_BYTES = 24;
    private static final MemorySegment NO_TEXT = MemorySegment.ofArray(new byte[0]);

    private final Section body;
    private final int count;
    private final int numCount;
    private final int uuidCount;
    private final long uuidsAt;
    private final long textOffsetsAt;
    private final long textsAt;
    private final long rowsAt;
    private final long ranksAt;

    /// The last id, once it was asked for.
    private volatile @Nullable PointId largest;

    private IdMap(FileReader file, int rowCount) {
        body = file.body();
        if (body.byteSize() < HEAD_BYTES) {
            throw body.corrupt(body.byteSize(), "it ends within its counts");
        }
        count = body.intAt(0);
        numCount = body.intAt(4);
        uuidCount = body.intAt(8);
        if (count != rowCount) {
            throw body.corrupt(0, "it holds " + count + " ids, and the segment " + rowCount);
        }
        int textCount = body.intAt(12);
        long textBytes = body.longAt(16);
        if (numCount < 0
                || uuidCount < 0
                || textCount < 0
                || textBytes < 0
                || textBytes > body.byteSize()
                || (long) numCount + uuidCount + textCount != count) {
            throw body.corrupt(0, "its counts do not add up");
        }
        uuidsAt = HEAD_BYTES + 8L * numCount;
        textOffsetsAt = uuidsAt + 16L * uuidCount;
        textsAt = textOffsetsAt + 8L * (textCount + 1);
        rowsAt = textsAt + textBytes;
        ranksAt = rowsAt + 4L * count;
        if (ranksAt + 4L * count != body.byteSize()) {
            throw body.corrupt(0, "its length does not fit its counts");
        }
    }

    /// Opens a file of `count` ids; the file stays the caller's to close.
    ///
    /// @throws DbException CORRUPT if it holds another number or its parts do not fit together
    static IdMap open(FileReader file, int count) {
        return new IdMap(file, count);
    }

    /// An id on its way into a file, its text encoded once.
    private record Entry(PointId id, byte[] text, int row) {
        private static final byte[] NO_TEXT = {};

        static Entry of(PointId id, int row) {
            return new Entry(id, id instanceof PointId.Text text ? utf8(text) : NO_TEXT, row);
        }

        /// As the ids compare.
        static int compare(Entry a, Entry b) {
            return a.id instanceof PointId.Text && b.id instanceof PointId.Text
                    ? Arrays.compareUnsigned(a.text, b.text)
                    : a.id.compareTo(b.id);
        }
    }

    /// Writes the ids of rows 0 to size-1.
    static void write(FileWriter out, List<PointId> ids) {
        int count = ids.size();
        Entry[] sorted = new Entry[count];
        Arrays.setAll(sorted, row -> Entry.of(ids.get(row), row));
        Arrays.sort(sorted, Entry::compare);
        int numCount = 0;
        int uuidCount = 0;
        long textBytes = 0;
        for (Entry entry : sorted) {
            switch (entry.id) {
                case PointId.Num num -> numCount++;
                case PointId.Uuid uuid -> uuidCount++;
                case PointId.Text text -> textBytes += entry.text.length;
            }
        }
        out.writeInt(count);
        out.writeInt(numCount);
        out.writeInt(uuidCount);
        out.writeInt(count - numCount - uuidCount);
        out.writeLong(textBytes);
        writeSorted(out, sorted, numCount + uuidCount);
        int[] ranks = new int[count];
        for (int rank = 0; rank < count; rank++) {
            out.writeInt(sorted[rank].row);
            ranks[sorted[rank].row] = rank;
        }
        for (int rank : ranks) {
            out.writeInt(rank);
        }
    }

    private static void writeSorted(FileWriter out, Entry[] sorted, int firstText) {
        for (int rank = 0; rank < firstText; rank++) {
            switch (sorted[rank].id) {
                case PointId.Num num -> out.writeLong(num.value());
                case PointId.Uuid uuid -> {
                    out.writeLong(uuid.value().getMostSignificantBits());
                    out.writeLong(uuid.value().getLeastSignificantBits());
                }
                case PointId.Text text -> throw new AssertionError("texts sort last");
            }
        }
        long offset = 0;
        for (int rank = firstText; rank < sorted.length; rank++) {
            out.writeLong(offset);
            offset += sorted[rank].text.length;
        }
        out.writeLong(offset);
        for (int rank = firstText; rank < sorted.length; rank++) {
            out.write(sorted[rank].text, 0, sorted[rank].text.length);
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
        // New ids are larger than all old ones more often than not.
        if (count == 0 || largest().compareTo(id) < 0) {
            return -1;
        }
        MemorySegment text = text(id);
        int rank = ceilingRank(id, text);
        return rank < count && compare(rank, id, text) == 0 ? rowAt(rank) : -1;
    }

    private PointId largest() {
        PointId known = largest;
        if (known == null) {
            known = idAt(count - 1);
            largest = known;
        }
        return known;
    }

    /// The row of the id with this rank.
    int rowAt(int rank) {
        return below(count, rowsAt + 4L * rank, "row");
    }

    /// The id of a row.
    PointId id(int row) {
        return idAt(rankOf(row));
    }

    private int rankOf(int row) {
        return below(count, ranksAt + 4L * row, "rank");
    }

    private int below(int bound, long at, String what) {
        int number = body.intAt(at);
        if (number < 0 || number >= bound) {
            throw body.corrupt(at, number + " is no " + what + " of " + bound);
        }
        return number;
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
        Section text = storedText(uuid - uuidCount);
        String value = text.reader().readUtf8(text.byteSize());
        try {
            return new PointId.Text(value);
        } catch (DbException e) {
            throw text.corrupt(0, "what stands here is no point id (" + e.getMessage() + ")");
        }
    }

    /// The smallest rank whose id is not less than this one, or the count if there is none.
    int ceilingRank(PointId id) {
        return ceilingRank(id, text(id));
    }

    private int ceilingRank(PointId id, MemorySegment text) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, id, text) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The bytes that a string id is compared by.
    private static MemorySegment text(PointId id) {
        return id instanceof PointId.Text text ? MemorySegment.ofArray(utf8(text)) : NO_TEXT;
    }

    /// Compares the id with this rank to another as ids compare, without making an object of it.
    ///
    /// @param text what [#text(PointId)] gives for the other
    private int compare(int rank, PointId other, MemorySegment text) {
        int kind = rank < numCount ? 0 : rank < numCount + uuidCount ? 1 : 2;
        return switch (other) {
            case PointId.Num num -> kind > 0 ? 1 : Long.compareUnsigned(num(rank), num.value());
            case PointId.Uuid uuid ->
                    kind != 1 ? kind - 1 : compareUuid(rank - numCount, uuid.value());
            case PointId.Text given ->
                    kind < 2 ? -1 : compareText(rank - numCount - uuidCount, text);
        };
    }

    private int compareUuid(int index, UUID other) {
        int high = Long.compareUnsigned(uuidHigh(index), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(uuidLow(index), other.getLeastSignificantBits());
    }

    private int compareText(int index, MemorySegment other) {
        return compareBytes(storedText(index).verified(), other);
    }

    /// By unsigned bytes, a prefix first.
    private static int compareBytes(MemorySegment a, MemorySegment b) {
        long at = a.mismatch(b);
        if (at < 0) {
            return 0;
        }
        if (at == a.byteSize() || at == b.byteSize()) {
            return Long.compare(a.byteSize(), b.byteSize());
        }
        return Byte.compareUnsigned(
                a.get(ValueLayout.JAVA_BYTE, at), b.get(ValueLayout.JAVA_BYTE, at));
    }

    private long num(int index) {
        return body.longAt(HEAD_BYTES + 8L * index);
    }

    private long uuidHigh(int index) {
        return body.longAt(uuidsAt + 16L * index);
    }

    private long uuidLow(int index) {
        return body.longAt(uuidsAt + 16L * index + 8);
    }

    /// The bytes of a string id.
    private Section storedText(int index) {
        long at = textOffsetsAt + 8L * index;
        long from = body.longAt(at);
        long to = body.longAt(at + 8);
        if (from < 0 || from > to || to > rowsAt - textsAt) {
            throw body.corrupt(at, "a string from byte " + from + " to " + to + " lies outside");
        }
        return body.slice(textsAt + from, textsAt + to);
    }

    /// Looks at every id for what readers rely on, that ids ascend and that rows and ranks are each
    /// other's reverse, and adds what is wrong.
    void verify(DamageList found) {
        for (int rank = 0; rank < count && !found.isFull(); rank++) {
            int each = rank;
            var _ = found.reads(() -> verify(each));
        }
    }

    private void verify(int rank) {
        PointId id = idAt(rank);
        if (rank > 0 && idAt(rank - 1).compareTo(id) >= 0) {
            throw body.corrupt(0, "the id of rank " + rank + " is not above the one before it");
        }
        int row = rowAt(rank);
        if (rankOf(row) != rank) {
            throw body.corrupt(ranksAt + 4L * row, "row " + row + " has another rank than " + rank);
        }
    }
}
