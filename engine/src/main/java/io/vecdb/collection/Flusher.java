package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.VectorConfig;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentRevision;
import io.vecdb.segment.Successor;
import io.vecdb.wal.OperationLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what is in memory to sealed segments, so that the log may forget it. No graph is built
/// here, which would keep writers waiting; that is for the [Merger].
///
/// Used by one thread at a time.
final class Flusher {
    private final SegmentStore store;
    private final WritePath writes;
    private final Views views;
    private final OperationLog log;

    Flusher(SegmentStore store, WritePath writes, Views views, OperationLog log) {
        this.store = store;
        this.writes = writes;
        this.views = views;
        this.log = log;
    }

    /// Flushes everything frozen, oldest first.
    ///
    /// @return whether there was anything
    boolean flush() {
        boolean any = false;
        while (!views.segments().frozen().isEmpty()) {
            flush(views.segments().frozen().getFirst());
            any = true;
        }
        return any;
    }

    private void flush(Frozen oldest) {
        long sequence = oldest.sequence();
        log.sync(sequence);
        views.advance(sequence);
        CollectionConfig config = writes.config();
        Successor built = store.flush(oldest.segment(), flat(config), sequence);
        try {
            store.exclusively(() -> commit(oldest, built, config));
        } finally {
            if (built != null) {
                built.segment().release();
            }
        }
        log.release(sequence);
    }

    private SegmentSet commit(Frozen oldest, @Nullable Successor built, CollectionConfig config) {
        long sequence = oldest.sequence();
        List<SealedSegment> sealed = new ArrayList<>(views.segments().sealed());
        List<SegmentRevision> revisions = new ArrayList<>();
        for (SealedSegment segment : sealed) {
            revisions.add(segment.writeChanges(sequence));
        }
        if (built != null) {
            sealed.add(built.segment());
            revisions.add(built.segment().unchanged());
        }
        store.commit(config, sequence, revisions);
        return writes.replaceSegments(
                sequence,
                built,
                old ->
                        new SegmentSet(
                                sealed,
                                old.frozen().subList(1, old.frozen().size()),
                                old.active()));
    }

    /// Gives each sealed segment the payload indexes that the configuration asks for.
    void indexPayloads() {
        store.exclusively(() -> {
            CollectionConfig config = writes.config();
            List<SegmentRevision> segments = new ArrayList<>();
            boolean changed = false;
            for (SealedSegment segment : views.segments().sealed()) {
                SegmentRevision revision = segment.rebuildFilters(config);
                changed |= !revision.replaced().isEmpty();
                segments.add(revision);
            }
            if (changed) {
                store.commit(config, store.manifest().sequence(), segments);
            }
            return changed;
        });
    }

    private static CollectionConfig flat(CollectionConfig config) {
        Map<String, VectorConfig> fields = new LinkedHashMap<>();
        config.vectors()
                .forEach(
                        (name, field) -> fields.put(name, field.withIndex(new IndexConfig.Flat())));
        return new CollectionConfig(fields, config.payloadIndexes());
    }
}
