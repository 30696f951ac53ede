package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Filter;
import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.index.AcceptSet;
import io.vecdb.memory.BlockPool;
import io.vecdb.memory.HeapSize;
import io.vecdb.memory.Reservation;
import io.vecdb.payload.FilterMatcher;
import io.vecdb.segment.PayloadVersions.Version;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/// The segment that takes writes: everything in memory, vectors outside the heap and scanned. It is
/// frozen and written to a [SealedSegment] when it has grown enough. Its memory is given back when
/// the last reference is.
///
/// Rows are in the order of their insertion, so the rows that a reader may see are a prefix, less
/// the deletions up to its sequence number.
public final class MutableSegment implements Segment {
    private final Map<String, MutableField> fields = new LinkedHashMap<>();
    private final ConcurrentHashMap<PointId, Row> newest;
    private final Deletions deletions = new Deletions();
    private final Arena arena = Arena.ofShared();
    private final References references = new References(this::close);
    private final Reservation memory;
    private volatile Row[] rows = new Row[64];

    /// The first rows by their ids, as many as there were when that order was asked for last.
    private volatile Row[] byId = {};

    private volatile int count;
    private volatile long payloadBytes;
    private volatile long idBytes;

    /// One version of a point.
    private static final class Row {
        final int number;
        final PointId id;
        final long insertedAt;

        /// The version of the same point that this one replaced, if that was in this segment too.
        final @Nullable Row previous;

        volatile Version payload;

        Row(int number, Point point, long insertedAt, @Nullable Row previous) {
            this.number = number;
            this.id = point.id();
            this.insertedAt = insertedAt;
            this.previous = previous;
            this.payload = Version.push(null, point.payload(), insertedAt, Pins.EVERYTHING);
        }
    }

    /// What a row takes on the heap beside id and payload: the row, its version, its place in the
    /// hash table and in the order of ids.
    private static final int ROW_HEAP_BYTES = 128;

    /// The table of ids has room for so many at once: it is there before the first row is.
    private static final int TABLE_ROWS_AT_ONCE = 16_384;

    /// An empty segment for the vector fields of this configuration.
    ///
    /// @param memory holds what the segment takes, and is closed with it
    public MutableSegment(CollectionConfig config, Reservation memory) {
        this(config, memory, 0);
    }

    /// An empty segment for the vector fields of this configuration.
    ///
    /// @param memory holds what the segment takes, and is closed with it
    /// @param expectedRows how many rows it is likely to get, 0 if unknown; may be wrong
    public MutableSegment(CollectionConfig config, Reservation memory, int expectedRows) {
        this.memory = memory;
        newest = new ConcurrentHashMap<>(Math.min(expectedRows, TABLE_ROWS_AT_ONCE));
        BlockPool blocks = memory.blocks();
        config.vectors()
                .forEach((name, field) ->
                        fields.put(name, new MutableField(field, arena, blocks, expectedRows)));
        memory.force(vectorBytes());
    }

    /// How much the vectors of a point with all fields take.
    public static long vectorBytes(CollectionConfig config) {
        return config.vectors().values().stream()
                .mapToLong(field -> VectorRows.strideBytes(field.dimension()))
                .sum();
    }

    /// About how much memory a point will take at most beside its id and its payload.
    ///
    /// @param config of the segment that it will be inserted into
    public static long rowBytes(CollectionConfig config) {
        // Blocks double, and the outgrown ones stay for a while.
        return ROW_HEAP_BYTES + 3 * vectorBytes(config);
    }

    /// Appends a point with dense vectors of the right dimensions. An earlier version must have
    /// been deleted by the same write.
    public void insert(Point point, long sequence) {
        int number = count;
        long vectorsBefore = vectorBytes();
        fields.forEach((name, field) ->
                field.append(
                        point.vectors().get(name) instanceof Vector.Dense dense
                                ? dense.values()
                                : null));
        Row row = new Row(number, point, sequence, newest.get(point.id()));
        Row[] all = rows;
        if (number == all.length) {
            all = Arrays.copyOf(all, number * 2);
        }
        all[number] = row;
        rows = all;
        count = number + 1;
        newest.put(point.id(), row);
        long payload = addPayload(row.payload.bytes());
        long id = HeapSize.of(point.id());
        long ids = idBytes;
        idBytes = ids + ROW_HEAP_BYTES + id;
        memory.force(vectorBytes() - vectorsBefore + ROW_HEAP_BYTES + id + payload);
    }

    private long vectorBytes() {
        long sum = 0;
        for (MutableField field : fields.values()) {
            sum += field.blockBytes();
        }
        return sum;
    }

    @Override
    public int rowCount() {
        return count;
    }

    @Override
    public int row(PointId id, long sequence) {
        Row row = newest.get(id);
        while (row != null && row.insertedAt > sequence) {
            row = row.previous;
        }
        return row == null || deletions.contains(row.number, sequence) ? -1 : row.number;
    }

    @Override
    public PointId id(int row) {
        return rows[row].id;
    }

    @Override
    public Map<String, Value> payload(int row, long sequence) {
        Version newestPayload = rows[row].payload;
        Version version = Version.at(newestPayload, sequence);
        return (version == null ? newestPayload : version).payload();
    }

    @Override
    public Set<String> fieldNames() {
        return fields.keySet();
    }

    @Override
    public StoredRows stored(String field) {
        return mutableField(field).stored();
    }

    @Override
    public AcceptSet visible(long sequence) {
        int inserted = inserted(sequence);
        int deleted = deletions.count(sequence);
        return deleted == 0
                ? AcceptSet.all(inserted)
                : new VisibleRows(
                        inserted, inserted - deleted, row -> !deletions.contains(row, sequence));
    }

    @Override
    public AcceptSet visible(String field, long sequence) {
        MutableField vectors = mutableField(field);
        return vectors.isComplete() ? visible(sequence) : select(sequence, vectors::has);
    }

    @Override
    public AcceptSet matching(Filter filter, long sequence) {
        FilterMatcher matcher = FilterMatcher.of(filter);
        return select(sequence, row -> matcher.matches(id(row), payload(row, sequence)));
    }

    private AcceptSet select(long sequence, IntPredicate condition) {
        return RowBits.of(
                inserted(sequence),
                row -> !deletions.contains(row, sequence) && condition.test(row));
    }

    /// How many rows were inserted by writes up to this one.
    private int inserted(long sequence) {
        // The count first: rows that it counts are in the array that is read after it.
        int high = count;
        Row[] all = rows;
        int low = 0;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all[middle].insertedAt <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public SearchableField field(String name, long sequence) {
        return mutableField(name).searchable(inserted(sequence));
    }

    private MutableField mutableField(String name) {
        MutableField field = fields.get(name);
        if (field == null) {
            throw new AssertionError("the caller checks field names: " + name);
        }
        return field;
    }

    @Override
    public RowCursor byId(@Nullable PointId from) {
        Row[] sorted = byId();
        int first = from == null ? 0 : ceiling(sorted, from);
        return new RowCursor() {
            private int next = first;

            @Override
            public int next() {
                return next < sorted.length ? sorted[next++].number : -1;
            }
        };
    }

    /// The rows that there are now, by their ids; versions of one point in the order of their
    /// insertion. Only scrolling asks for it, so it is not kept up with each insertion.
    private Row[] byId() {
        Row[] sorted = byId;
        int known = sorted.length;
        int now = count;
        if (known < now) {
            Row[] all = rows;
            sorted = Arrays.copyOf(sorted, now);
            System.arraycopy(all, known, sorted, known, now - known);
            // Sorted up to there, and mostly behind it: then this is a merge.
            Arrays.sort(sorted, Comparator.comparing((Row row) -> row.id));
            byId = sorted;
        }
        return sorted;
    }

    /// The first place whose id is not less than this one.
    private static int ceiling(Row[] sorted, PointId id) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].id.compareTo(id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void delete(int row, long sequence) {
        deletions.delete(row, sequence);
    }

    @Override
    public void putPayload(int row, Map<String, Value> payload, long sequence, Pins pins) {
        Version old = rows[row].payload;
        Version pushed = Version.push(old, payload, sequence, pins);
        rows[row].payload = pushed;
        memory.force(addPayload(Version.chainBytes(pushed) - Version.chainBytes(old)));
    }

    private long addPayload(long bytes) {
        long before = payloadBytes;
        payloadBytes = before + bytes;
        return bytes;
    }

    @Override
    public MemoryUsage memory() {
        MemoryUsage usage =
                MemoryUsage.NONE
                        .plus(MemoryPart.PAYLOAD, MemoryBytes.heap(payloadBytes))
                        .plus(MemoryPart.IDS, MemoryBytes.heap(idBytes + deletions.heapBytes()));
        for (MutableField field : fields.values()) {
            usage = usage.plus(MemoryPart.VECTORS, field.memory());
        }
        return usage;
    }

    @Override
    public void retain() {
        references.retain();
    }

    @Override
    public void release() {
        references.release();
    }

    private void close() {
        fields.values().forEach(MutableField::close);
        arena.close();
        memory.close();
    }

    /// What writes later than one and not later than another did to rows that the first could see.
    LateChanges changesBetween(long after, long upTo) {
        LateChanges changes = new LateChanges();
        deletions.forEachBetween(after, upTo, changes::delete);
        int inserted = inserted(after);
        for (int row = 0; row < inserted; row++) {
            PayloadVersions.forEachBetween(row, rows[row].payload, after, upTo, changes::payload);
        }
        return changes;
    }
}
