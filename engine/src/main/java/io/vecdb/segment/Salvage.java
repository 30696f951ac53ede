package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;
import io.vecdb.vectors.VectorFile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Takes out of a damaged segment the points that can be read whole: id, payload and all vectors.
/// Indexes are of no use for that, so damage to them loses nothing. Not thread-safe.
public final class Salvage {
    /// Points that are held in memory at a time.
    private static final int CHUNK_ROWS = 16_384;

    private final Folder folder;
    private final SegmentEntry entry;
    private final CollectionConfig config;
    private final long sequence;
    private final BitSet deleted = new BitSet();
    private final Map<Integer, Map<String, Value>> changed = new HashMap<>();
    private boolean changesLost;
    private int lost;

    /// @param sequence the write that the segment is the state of
    public Salvage(Folder folder, SegmentEntry entry, CollectionConfig config, long sequence) {
        this.folder = folder;
        this.entry = entry;
        this.config = config;
        this.sequence = sequence;
    }

    /// Passes if the files are there, and are those that the entry means, without which points
    /// cannot be read or would be older than it says. They may be damaged within.
    ///
    /// @throws DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, naming the file
    public static void requireFiles(Folder folder, SegmentEntry entry, CollectionConfig config) {
        Salvage salvage = new Salvage(folder, entry, config, 0);
        List<FileReader> opened = new ArrayList<>();
        try {
            var _ = salvage.open(opened);
            if (entry.generation(Kind.CHANGES) > 0) {
                opened.add(entry.open(folder, entry.file(Kind.CHANGES), ChangesFile.FORMAT));
            }
        } finally {
            opened.forEach(FileReader::close);
        }
    }

    /// How many live points could not be read.
    public int lost() {
        return lost;
    }

    /// Whether it could not be read which points were deleted or got another payload since the
    /// segment was sealed: deleted ones are back then.
    public boolean changesLost() {
        return changesLost;
    }

    /// Hands over what can be read, in segments that are released afterwards. Where it could not be
    /// read which points were deleted, those that were written again later are left out: a point
    /// has one version.
    ///
    /// @param isNewer whether a newer segment holds a point
    /// @param sink what it throws is thrown on, and ends the salvage
    public void run(Predicate<PointId> isNewer, Consumer<MutableSegment> sink) {
        if (entry.generation(Kind.CHANGES) > 0) {
            changesLost = !reads(this::readChanges);
        }
        List<FileReader> opened = new ArrayList<>();
        try {
            List<Rows> rows = new ArrayList<>();
            if (reads(() -> rows.add(open(opened)))) {
                readRows(rows.getFirst(), isNewer, sink);
            } else {
                lost = entry.rowCount() - deleted.cardinality();
            }
        } finally {
            opened.forEach(FileReader::close);
        }
    }

    private boolean reads(Runnable reading) {
        return new DamageList(folder.path()).reads(reading);
    }

    private void readChanges() {
        try (FileReader file = entry.open(folder, entry.file(Kind.CHANGES), ChangesFile.FORMAT)) {
            ChangesFile.read(file, entry.rowCount(), deleted::set, changed::put);
        } catch (DbException e) {
            deleted.clear();
            changed.clear();
            throw e;
        }
    }

    private void readRows(Rows rows, Predicate<PointId> isNewer, Consumer<MutableSegment> sink) {
        try (MemoryBudget unlimited = new MemoryBudget(Long.MAX_VALUE)) {
            for (int from = 0; from < entry.rowCount(); from += CHUNK_ROWS) {
                int to = Math.min(entry.rowCount(), from + CHUNK_ROWS);
                MutableSegment chunk = new MutableSegment(config, unlimited.reservation());
                try {
                    for (int row = from; row < to; row++) {
                        if (!deleted.get(row)) {
                            salvage(rows, row, isNewer, chunk);
                        }
                    }
                    if (chunk.rowCount() > 0) {
                        sink.accept(chunk);
                    }
                } finally {
                    chunk.release();
                }
            }
        }
    }

    private record Rows(IdMap ids, PayloadFile payloads, Map<String, VectorFile> vectors) {}

    private Rows open(List<FileReader> opened) {
        FileReader ids = entry.open(folder, entry.file(Kind.IDS), IdMap.FORMAT);
        opened.add(ids);
        FileReader payloads = entry.open(folder, entry.file(Kind.PAYLOAD), PayloadFile.FORMAT);
        opened.add(payloads);
        Map<String, VectorFile> vectors = new LinkedHashMap<>();
        for (Map.Entry<String, VectorConfig> field : config.vectors().entrySet()) {
            FileReader file =
                    entry.open(folder, entry.file(Kind.VECTORS, vectors.size()), VectorFile.FORMAT);
            opened.add(file);
            int dimension = field.getValue().dimension();
            vectors.put(field.getKey(), VectorFile.open(file, entry.rowCount(), dimension));
        }
        return new Rows(
                IdMap.open(ids, entry.rowCount()),
                PayloadFile.open(payloads, entry.rowCount()),
                vectors);
    }

    private void salvage(Rows rows, int row, Predicate<PointId> isNewer, MutableSegment into) {
        boolean read =
                reads(() -> {
                    if (!changesLost || !isNewer.test(rows.ids.id(row))) {
                        into.insert(point(rows, row), sequence);
                    }
                });
        lost += read ? 0 : 1;
    }

    private Point point(Rows rows, int row) {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        rows.vectors.forEach((field, file) -> {
            float[] vector = new StoredRows(file.rows(), file::norm).vector(row);
            if (vector != null) {
                vectors.put(field, new Vector.Dense(vector));
            }
        });
        Map<String, Value> payload = changed.get(row);
        return new Point(
                rows.ids.id(row), vectors, payload == null ? rows.payloads.payload(row) : payload);
    }
}
