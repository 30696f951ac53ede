package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.segment.SegmentRevision;
import io.vecdb.wal.OperationLog;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Turns memory into sealed segments and sealed segments into fewer, beside reads and writes. All
/// jobs of a database run one after the other on one thread.
///
/// Every job keeps to one rule: sealed segments with their files of changes are the state as of the
/// write that the manifest names, so that replaying the log from there gives the newest state.
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final ExecutorService thread;
    private final SegmentStore store;
    private final WritePath writes;
    private final Views views;
    private final OperationLog log;
    private volatile boolean closing;

    /// @param thread runs one job at a time
    Maintenance(
            ExecutorService thread,
            SegmentStore store,
            WritePath writes,
            Views views,
            OperationLog log) {
        this.thread = thread;
        this.store = store;
        this.writes = writes;
        this.views = views;
        this.log = log;
    }

    /// Flushes what is frozen and merges where that pays, some time from now.
    void flushLater() {
        try {
            thread.execute(this::flushAndReport);
        } catch (RejectedExecutionException e) {
            LOG.debug("The database is being closed; what is in memory stays in the log.", e);
        }
    }

    private void flushAndReport() {
        if (closing) {
            return;
        }
        try {
            flush();
            mergeWhereItPays();
        } catch (DbException e) {
            if (!closing) {
                failed(e);
            }
        } catch (RuntimeException | Error e) {
            failed(new DbException(ErrorCode.INTERNAL, "Writing segments failed: " + e, e));
        }
    }

    private void failed(DbException reason) {
        LOG.error("Writing segments failed; the points are safe in the log.", reason);
        writes.flushFailed(reason);
    }

    /// Gives up a merge that runs, which the next opener will do; flushes everything frozen, and
    /// waits.
    void finish() {
        beginClosing();
        awaitUninterrupted(this::flush);
    }

    /// Gives up what can be given up and waits for the rest; nothing is written afterwards.
    void abandon() {
        beginClosing();
        awaitUninterrupted(() -> {});
    }

    /// Has a merge that runs give up soon, and none begin.
    void beginClosing() {
        closing = true;
    }

    /// Flushes everything frozen, merges all segments into one, and waits.
    void compactNow() {
        await(() -> {
            requireNotClosing(0);
            flush();
            indexPayloads();
            mergeAll();
        });
    }

    /// Gives each sealed segment the payload indexes that the configuration asks for, and waits.
    void indexPayloadsNow() {
        await(() -> {
            requireNotClosing(0);
            indexPayloads();
        });
    }

    private void await(Runnable job) {
        try {
            result(submit(job));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DbException(
                    ErrorCode.UNAVAILABLE,
                    "Interrupted while waiting for maintenance, which goes on.",
                    e);
        }
    }

    /// Files are closed after this, so nobody may be at work on them: an interrupt has to wait.
    private void awaitUninterrupted(Runnable job) {
        Future<?> running = submit(job);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    result(running);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Future<?> submit(Runnable job) {
        try {
            return thread.submit(job);
        } catch (RejectedExecutionException e) {
            throw new DbException(ErrorCode.CLOSED, "The database is being closed.", e);
        }
    }

    private static void result(Future<?> job) throws InterruptedException {
        try {
            job.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DbException failure
                    ? failure
                    : new DbException(ErrorCode.INTERNAL, "Maintenance failed: " + e.getCause(), e);
        }
    }

    private void flush() {
        while (!views.segments().frozen().isEmpty()) {
            Frozen oldest = views.segments().frozen().getFirst();
            long sequence = oldest.sequence();
            log.sync(sequence);
            views.advance(sequence);
            replace(
                    List.of(oldest.segment()),
                    sequence,
                    segment -> segment.writeChanges(sequence),
                    rows -> {});
            log.release(sequence);
        }
    }

    private void mergeWhereItPays() {
        indexPayloads();
        long sequence = store.manifest().sequence();
        List<SealedSegment> sources = MergePolicy.choose(views.segments().sealed(), sequence);
        while (!sources.isEmpty() && !closing) {
            replace(sources, sequence, SealedSegment::unchanged, this::requireNotClosing);
            sources = MergePolicy.choose(views.segments().sealed(), sequence);
        }
    }

    private void mergeAll() {
        long sequence = store.manifest().sequence();
        List<SealedSegment> sealed = views.segments().sealed();
        boolean changed =
                sealed.stream()
                        .anyMatch(segment ->
                                segment.deletedCount(sequence) > 0
                                        || segment.changedPayloads(sequence) > 0);
        if (sealed.size() > 1 || changed) {
            replace(sealed, sequence, SealedSegment::unchanged, this::requireNotClosing);
        }
    }

    private void requireNotClosing(int rows) {
        if (closing) {
            throw new DbException(
                    ErrorCode.CLOSED,
                    "The collection is being closed; a merge was given up at row " + rows + ".");
        }
    }

    private void indexPayloads() {
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
    }

    /// Puts one new sealed segment in the place of others: builds it as of a write, commits the
    /// manifest, carries over what happened meanwhile and lets readers see it.
    ///
    /// @param revise what the manifest is to say of the sealed segments that stay
    private void replace(
            List<? extends Segment> sources,
            long sequence,
            Function<SealedSegment, SegmentRevision> revise,
            IntConsumer progress) {
        CollectionConfig config = writes.config();
        SealedSegment built = store.build(sources, config, sequence, progress);
        List<SealedSegment> gone = new ArrayList<>();
        try {
            List<SealedSegment> sealed = new ArrayList<>(views.segments().sealed());
            for (Segment source : sources) {
                if (source instanceof SealedSegment merged) {
                    merged.retain();
                    gone.add(merged);
                }
            }
            int place = gone.isEmpty() ? sealed.size() : sealed.indexOf(gone.getFirst());
            sealed.removeAll(gone);
            List<SegmentRevision> revisions = new ArrayList<>(sealed.stream().map(revise).toList());
            if (built != null) {
                sealed.add(place, built);
                revisions.add(place, built.unchanged());
            }
            store.commit(config, sequence, revisions);
            swap(sources, sealed, built, sequence);
            // Readers that still have them keep them from being deleted; nobody else does.
            gone.forEach(SealedSegment::discard);
        } finally {
            gone.forEach(SealedSegment::release);
            if (built != null) {
                built.release();
            }
        }
    }

    private void swap(
            List<? extends Segment> sources,
            List<SealedSegment> sealed,
            @Nullable SealedSegment built,
            long sequence) {
        writes.replaceSegments(
                sequence,
                old -> {
                    if (built != null) {
                        SegmentBuilder.carryOver(built, sources, sequence);
                    }
                    List<Frozen> frozen =
                            old.frozen().stream()
                                    .filter(entry -> !sources.contains(entry.segment()))
                                    .toList();
                    return new SegmentSet(sealed, frozen, old.active());
                });
    }
}
