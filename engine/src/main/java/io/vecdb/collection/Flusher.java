package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.VectorConfig;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Successor;
import io.vecdb.wal.OperationLog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writes what is in memory to sealed segments, so that the log may forget it. No graph is built
/// here, which would keep writers waiting; that is for the [Merger].
///
/// Used by one thread at a time.
final class Flusher {
    private final SegmentStore store;
    private final WritePath writes;
    private final Views views;
    private final OperationLog log;

    /// Moments that flushing has not come to yet.
    private final Queue<Moment> moments = new ConcurrentLinkedQueue<>();

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
        List<Frozen> frozen = views.segments().frozen();
        boolean any = !frozen.isEmpty();
        // Holding comes after looking: what was frozen by then, a moment that is expected from now
        // on does not lie before.
        holdReached();
        while (!frozen.isEmpty()) {
            flush(frozen.getFirst());
            frozen = views.segments().frozen();
            holdReached();
        }
        return any;
    }

    /// Sees to it that flushing does not pass a moment without holding its files. May be called by
    /// any thread, between the moment's last write and the next one.
    void expect(Moment moment) {
        moments.add(moment);
    }

    private void holdReached() {
        if (!moments.isEmpty()) {
            moments.removeAll(store.exclusively(this::reached));
        }
    }

    /// The moments that need not be expected any more: their files are held, or nobody wants them.
    private List<Moment> reached() {
        CollectionManifest manifest = store.manifest();
        long points = 0;
        for (SealedSegment segment : views.segments().sealed()) {
            points += segment.rowCount() - segment.deletedCount(manifest.sequence());
        }
        List<Moment> reached = new ArrayList<>();
        for (Moment moment : moments) {
            if (moment.sequence() == manifest.sequence()) {
                moment.hold(manifest, points);
            }
            if (moment.isOver()) {
                reached.add(moment);
            }
        }
        return reached;
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
        if (built != null) {
            sealed.add(built.segment());
        }
        // The new segment has no changes yet, and nothing is written for it.
        store.commit(
                config,
                sequence,
                built,
                revisions -> sealed.forEach(each -> revisions.add(each.writeChanges(sequence))));
        return writes.replaceSegments(
                sequence,
                built,
                old ->
                        new SegmentSet(
                                sealed,
                                old.frozen().subList(1, old.frozen().size()),
                                old.active()));
    }

    /// Gives each sealed segment the payload indexes that the configuration asks for. A segment for
    /// which that fails does not keep the others from theirs.
    ///
    /// @throws DbException what failed
    void indexPayloads() {
        DbException failure =
                store.exclusively(() -> {
                    DbException first = null;
                    for (SealedSegment segment : views.segments().sealed()) {
                        try {
                            indexPayloads(segment);
                        } catch (DbException e) {
                            first = first == null ? e : first;
                        }
                    }
                    return first;
                });
        if (failure != null) {
            throw failure;
        }
    }

    private void indexPayloads(SealedSegment indexed) {
        CollectionConfig config = writes.config();
        if (!indexed.hasFilters(config)) {
            store.commit(
                    config,
                    store.manifest().sequence(),
                    null,
                    revisions -> {
                        for (SealedSegment each : views.segments().sealed()) {
                            revisions.add(
                                    each.equals(indexed)
                                            ? each.rebuildFilters(config)
                                            : each.unchanged());
                        }
                    });
        }
    }

    private static CollectionConfig flat(CollectionConfig config) {
        Map<String, VectorConfig> fields = new LinkedHashMap<>();
        config.vectors()
                .forEach(
                        (name, field) -> fields.put(name, field.withIndex(new IndexConfig.Flat())));
        return new CollectionConfig(fields, config.payloadIndexes());
    }
}
