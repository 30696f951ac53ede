package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.Filter;
import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.index.AcceptSet;
import io.vecdb.payload.FilterMatcher;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// An immutable segment in mapped files; what happens to its rows later is kept beside them, in
/// memory and in a file of changes.
///
/// Whoever uses it holds a reference ([#retain], [#release]); the files are unmapped, and deleted
/// if the segment was discarded, when the last one is given back.
public final class SealedSegment implements Segment {
    private final Folder folder;
    private final SealedFiles files;
    private final Deletions deletions = new Deletions();
    private final PayloadVersions versions = new PayloadVersions();
    private final References references = new References(this::close);
    private volatile SegmentEntry entry;
    private volatile boolean discarded;

    /// The write as of which the file of changes is up to date.
    private long changesSequence;

    /// The newest generations that were tried: one that failed may have left a file behind.
    private long changesTried;

    private long filtersTried;

    private SealedSegment(Folder folder, SegmentEntry entry, SealedFiles files) {
        this.folder = folder;
        this.entry = entry;
        this.files = files;
        changesTried = entry.generation(Kind.CHANGES);
        filtersTried = entry.generation(Kind.FILTERS);
    }

    /// Opens the files of a segment; all that they hold was done by writes up to `sequence`.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, naming the file
    public static SealedSegment open(
            Folder folder, SegmentEntry entry, CollectionConfig config, long sequence) {
        SealedFiles files = SealedFiles.open(folder, entry, config);
        SealedSegment segment = new SealedSegment(folder, entry, files);
        boolean opened = false;
        try {
            if (entry.generation(Kind.CHANGES) > 0) {
                try (FileReader changes =
                        entry.open(folder, entry.file(Kind.CHANGES), ChangesFile.FORMAT)) {
                    ChangesFile.apply(changes, segment, sequence);
                }
            }
            segment.changesSequence = sequence;
            opened = true;
            return segment;
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    /// The segment that a file of this name (without folder) belongs to, or -1.
    public static long numberOf(String fileName) {
        return SegmentFile.segmentOf(fileName);
    }

    /// The names of its files, without the folder.
    public List<String> fileNames() {
        return entry.fileNames();
    }

    /// What the manifest is to say of this segment.
    public SegmentEntry entry() {
        return entry;
    }

    @Override
    public int rowCount() {
        return entry.rowCount();
    }

    /// Rows deleted by writes up to this one.
    public int deletedCount(long sequence) {
        return deletions.count(sequence);
    }

    /// Rows whose payload was changed by writes up to this one, since the segment was sealed.
    public int changedPayloads(long sequence) {
        return versions.rows(sequence).length;
    }

    /// How many vector fields are served by something else than a scan.
    public int graphFields() {
        return files.graphFields();
    }

    /// Bytes of its files.
    public long diskBytes() {
        return files.diskBytes();
    }

    /// The files that are open now: all but that of changes, which is read when the segment is
    /// opened. They may be read only by the consumer, and as long as the caller holds a reference.
    public void readFiles(Consumer<List<FileReader>> reader) {
        try (SealedFiles.Filters filters = files.useFilters()) {
            reader.accept(files.with(filters));
        }
    }

    /// Reads the file of changes, if there is one, and says what is wrong with it.
    public List<Damage> checkChanges() {
        SegmentEntry checked = entry;
        if (checked.generation(Kind.CHANGES) == 0) {
            return List.of();
        }
        List<Damage> found = ChangesFile.check(folder, checked);
        // One that was replaced meanwhile may be gone.
        return entry.generation(Kind.CHANGES) == checked.generation(Kind.CHANGES)
                ? found
                : List.of();
    }

    @Override
    public int row(PointId id, long sequence) {
        int row = files.ids().row(id);
        return row < 0 || deletions.contains(row, sequence) ? -1 : row;
    }

    @Override
    public PointId id(int row) {
        return files.ids().id(row);
    }

    @Override
    public Map<String, Value> payload(int row, long sequence) {
        Map<String, Value> changed = versions.get(row, sequence);
        return changed == null ? files.payloads().payload(row) : changed;
    }

    @Override
    public Set<String> fieldNames() {
        return files.fields().keySet();
    }

    @Override
    public StoredRows stored(String field) {
        return files.field(field).stored();
    }

    @Override
    public AcceptSet visible(long sequence) {
        int deleted = deletions.count(sequence);
        return deleted == 0
                ? AcceptSet.all(rowCount())
                : new VisibleRows(
                        rowCount(),
                        rowCount() - deleted,
                        row -> !deletions.contains(row, sequence));
    }

    @Override
    public AcceptSet visible(String field, long sequence) {
        RowBits present = files.field(field).present();
        if (present == null) {
            return visible(sequence);
        }
        int deleted = deletions.count(sequence, present::contains);
        return deleted == 0
                ? present
                : new VisibleRows(
                        rowCount(),
                        present.cardinality() - deleted,
                        row -> present.contains(row) && !deletions.contains(row, sequence));
    }

    @Override
    public AcceptSet matching(Filter filter, long sequence) {
        FilterMatcher matcher = FilterMatcher.of(filter);
        IntPredicate matches = row -> matcher.matches(id(row), payload(row, sequence));
        RowBits matching = files.matching(filter, rowCount(), matches);
        // The indexes do not know what happened since the segment was sealed.
        for (int row : versions.rows(sequence)) {
            matching.set(row, matches.test(row));
        }
        for (int row : deletions.rows(sequence)) {
            matching.set(row, false);
        }
        return matching;
    }

    @Override
    public SearchableField field(String name, long sequence) {
        return files.field(name).searchable();
    }

    @Override
    public RowCursor byId(@Nullable PointId from) {
        IdMap ids = files.ids();
        int first = from == null ? 0 : ids.ceilingRank(from);
        return new RowCursor() {
            private int rank = first;

            @Override
            public int next() {
                return rank < ids.count() ? ids.rowAt(rank++) : -1;
            }
        };
    }

    @Override
    public void delete(int row, long sequence) {
        deletions.delete(row, sequence);
    }

    @Override
    public void putPayload(int row, Map<String, Value> payload, long sequence, Pins pins) {
        versions.put(row, payload, sequence, pins);
    }

    /// What the manifest says of it already.
    public SegmentRevision unchanged() {
        return SegmentRevision.of(this, entry, () -> {}, () -> {});
    }

    /// Writes deletions and payload changes up to this write to a file of another generation, if
    /// there are new ones.
    public SegmentRevision writeChanges(long sequence) {
        boolean changed =
                deletions.count(sequence) > deletions.count(changesSequence)
                        || versions.changedBetween(changesSequence, sequence);
        if (!changed) {
            return unchanged();
        }
        SegmentFile written =
                SegmentFile.write(
                        folder,
                        entry.number(),
                        Kind.CHANGES,
                        ++changesTried,
                        ChangesFile.FORMAT,
                        out -> ChangesFile.write(out, deletions, versions, sequence));
        SegmentEntry next = entry.with(written);
        return SegmentRevision.of(
                this,
                next,
                () -> {
                    entry = next;
                    changesSequence = sequence;
                },
                () -> folder.deleteOrLeave(written.name(next.number())));
    }

    /// Whether it has the payload indexes of this configuration.
    public boolean hasFilters(CollectionConfig config) {
        return files.indexed().equals(config.payloadIndexes());
    }

    /// Writes the payload indexes of this configuration to a file of another generation.
    public SegmentRevision rebuildFilters(CollectionConfig config) {
        SegmentEntry next =
                entry.with(
                        SegmentBuilder.writeFilters(
                                folder, entry, ++filtersTried, config, files.payloads()::payload));
        SealedFiles.Rebuilt rebuilt = files.openFilters(next);
        return SegmentRevision.of(
                this,
                next,
                () -> {
                    entry = next;
                    rebuilt.use();
                },
                () -> {
                    rebuilt.close();
                    folder.deleteOrLeave(next.file(Kind.FILTERS).name(next.number()));
                });
    }

    /// What writes later than one and not later than another did to rows that the first could see.
    LateChanges changesBetween(long after, long upTo) {
        LateChanges changes = new LateChanges();
        deletions.forEachBetween(after, upTo, changes::delete);
        versions.forEachBetween(after, upTo, changes::payload);
        return changes;
    }

    @Override
    public MemoryUsage memory() {
        return files.memory()
                .plus(MemoryPart.IDS, MemoryBytes.heap(deletions.heapBytes()))
                .plus(MemoryPart.PAYLOAD, MemoryBytes.heap(versions.heapBytes()));
    }

    /// About how much its payload changes take on the heap.
    public long changesHeapBytes() {
        return versions.heapBytes();
    }

    /// About how much of that was made by writes up to this one.
    public long changesHeapBytes(long sequence) {
        return versions.heapBytes(sequence);
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
        files.close();
        if (discarded) {
            fileNames().forEach(folder::deleteOrLeave);
        }
    }

    /// Has the files deleted with the last reference: the manifest does not name them any more.
    public void discard() {
        discarded = true;
    }

    /// Whether [#discard()] was called: reading it for its own sake is of no use any more.
    public boolean isDiscarded() {
        return discarded;
    }
}
