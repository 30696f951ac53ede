package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.payload.PayloadIndexBuilder;
import io.vecdb.payload.PayloadIndexes;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;
import io.vecdb.vectors.VectorFile;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Writes a sealed segment from rows of other segments: a flush has one source, a merge several.
///
/// The new segment holds the state as of one write; what happens to the rows while it is being
/// built is carried over by its [Successor]. Memory: the ids of all rows, and what the index needs.
public final class SegmentBuilder {
    /// An id on the heap with its places in lists and numberings.
    private static final int ID_BYTES = 120;

    private final Folder folder;
    private final CollectionConfig config;
    private final BuildOptions options;

    /// @param folder where the files go
    /// @param config the vector fields and payload indexes
    /// @param options how indexes are built
    public SegmentBuilder(Folder folder, CollectionConfig config, BuildOptions options) {
        this.folder = folder;
        this.config = config;
        this.options = options;
    }

    /// About how much memory building a segment of so many rows takes.
    public static long bytesFor(long rows, CollectionConfig config) {
        long eachRow = ID_BYTES;
        for (VectorConfig field : config.vectors().values()) {
            eachRow += IndexCatalog.bytesForRow(field.index());
        }
        return rows * eachRow;
    }

    /// Builds, writes and opens a segment of all rows of `sources` that are visible as of a write.
    ///
    /// @param number the new segment's number
    /// @param sequence the write
    /// @return the segment, the caller's to release, or null if no row is visible
    /// @throws io.vecdb.api.DbException IO_ERROR; CORRUPT if a source is, or what was written does
    ///   not read the same. Files that were begun stay until the collection is opened again
    public @Nullable Successor build(long number, List<? extends Segment> sources, long sequence) {
        List<SourceRows> parts = SourceRows.visible(sources, sequence);
        int count = parts.stream().mapToInt(part -> part.rows().length).sum();
        if (count == 0) {
            return null;
        }
        try (SegmentDraft draft = new SegmentDraft(folder, number, count)) {
            writeIds(draft, parts, count);
            writePayloads(draft, parts, sequence);
            int fieldNumber = 0;
            for (var field : config.vectors().entrySet()) {
                writeVectors(draft, fieldNumber, field, parts);
                writeIndex(draft, fieldNumber, field, parts);
                fieldNumber++;
            }
            draft.sync();
            return new Successor(openWritten(draft.entry(), sequence), parts, sequence);
        }
    }

    /// Opens a segment and reads what was written: damage is noticed before any manifest names it,
    /// and no later read has to compare checksums.
    private SealedSegment openWritten(SegmentEntry entry, long sequence) {
        SealedSegment built = SealedSegment.open(folder, entry, config, sequence);
        boolean sound = false;
        try {
            built.readFiles(files -> files.forEach(FileReader::requireAll));
            sound = true;
            return built;
        } finally {
            if (!sound) {
                built.release();
            }
        }
    }

    private static void writeIds(SegmentDraft draft, List<SourceRows> parts, int count) {
        List<PointId> ids = new ArrayList<>(count);
        for (SourceRows part : parts) {
            for (int row : part.rows()) {
                ids.add(part.source().id(row));
            }
        }
        draft.write(Kind.IDS, 0, IdMap.FORMAT, out -> IdMap.write(out, ids));
    }

    private void writePayloads(SegmentDraft draft, List<SourceRows> parts, long sequence) {
        PayloadIndexBuilder indexes = new PayloadIndexBuilder(config.payloadIndexes());
        draft.write(
                Kind.PAYLOAD,
                0,
                PayloadFile.FORMAT,
                out -> {
                    PayloadFile.Writer payloads = new PayloadFile.Writer(out);
                    for (SourceRows part : parts) {
                        for (int i = 0; i < part.rows().length; i++) {
                            Map<String, Value> payload =
                                    part.source().payload(part.rows()[i], sequence);
                            payloads.add(payload);
                            indexes.add(part.first() + i, payload);
                        }
                    }
                    payloads.finish();
                });
        draft.write(Kind.FILTERS, 1, PayloadIndexes.FORMAT, indexes::write);
    }

    /// Writes the payload indexes over all rows of a segment in another generation.
    static SegmentFile writeFilters(
            Folder folder,
            SegmentEntry segment,
            long generation,
            CollectionConfig config,
            IntFunction<Map<String, Value>> payloads) {
        PayloadIndexBuilder indexes = new PayloadIndexBuilder(config.payloadIndexes());
        for (int row = 0; row < segment.rowCount(); row++) {
            indexes.add(row, payloads.apply(row));
        }
        return SegmentFile.write(
                folder,
                segment.number(),
                Kind.FILTERS,
                generation,
                PayloadIndexes.FORMAT,
                indexes::write);
    }

    private static void writeVectors(
            SegmentDraft draft,
            int fieldNumber,
            Map.Entry<String, VectorConfig> field,
            List<SourceRows> parts) {
        int dimension = field.getValue().dimension();
        draft.write(
                Kind.VECTORS,
                fieldNumber,
                VectorFile.FORMAT,
                out -> {
                    VectorFile.Writer rows = new VectorFile.Writer(out, dimension);
                    for (SourceRows part : parts) {
                        StoredRows stored = part.source().stored(field.getKey());
                        part.forEachRun(
                                (from, to) -> rows.add(stored.rows(), from, to, stored.norms()));
                    }
                    rows.finish();
                });
    }

    private void writeIndex(
            SegmentDraft draft,
            int fieldNumber,
            Map.Entry<String, VectorConfig> field,
            List<SourceRows> parts) {
        VectorConfig vectors = field.getValue();
        try (Arena arena = Arena.ofShared();
                FileReader file = draft.open(Kind.VECTORS, fieldNumber, VectorFile.FORMAT)) {
            VectorFile rows = VectorFile.open(file);
            if (!(vectors.index() instanceof IndexConfig.Flat)) {
                file.requireAll();
            }
            BuildOptions within = options.withArena(arena);
            SourceRows base = largestGraph(field.getKey(), parts);
            VectorIndex index =
                    base == null
                            ? IndexCatalog.build(
                                    vectors.index(), vectors.metric(), rows.rows(), within)
                            : IndexCatalog.merge(
                                    vectors.index(),
                                    vectors.metric(),
                                    rows.rows(),
                                    ((SealedSegment) base.source())
                                            .field(field.getKey(), Long.MAX_VALUE)
                                            .index(),
                                    base.newNumbers(),
                                    within);
            draft.write(
                    Kind.INDEX,
                    fieldNumber,
                    IndexCatalog.FORMAT,
                    out -> IndexCatalog.write(out, index));
        }
    }

    /// The part whose graph is worth keeping, or null if none has one.
    private static @Nullable SourceRows largestGraph(String field, List<SourceRows> parts) {
        SourceRows largest = null;
        for (SourceRows part : parts) {
            if (part.source() instanceof SealedSegment sealed
                    && !sealed.field(field, Long.MAX_VALUE).index().exact()
                    && (largest == null || part.rows().length > largest.rows().length)) {
                largest = part;
            }
        }
        return largest;
    }
}
