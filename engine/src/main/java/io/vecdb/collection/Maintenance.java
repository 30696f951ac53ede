package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.wal.OperationLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
        closing = true;
        await(this::flush);
    }

    /// Gives up what can be given up and waits for the rest; nothing is written afterwards.
    void abandon() {
        closing = true;
        await(() -> {});
    }

    /// Flushes everything frozen, merges all segments into one, and waits.
    void compactNow() {
        await(() -> {
            flush();
            indexPayloads();
            mergeAll();
        });
    }

    /// Gives each sealed segment the payload indexes that the configuration asks for, and waits.
    void indexPayloadsNow() {
        await(this::indexPayloads);
    }

    private void await(Runnable job) {
        try {
            Future<?> result = thread.submit(job);
            result.get();
        } catch (RejectedExecutionException e) {
            throw new DbException(ErrorCode.CLOSED, "The database is being closed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DbException(
                    ErrorCode.UNAVAILABLE,
                    "Interrupted while waiting for maintenance, which goes on.",
                    e);
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
            List<String> replaced = new ArrayList<>();
            for (SealedSegment segment : views.segments().sealed()) {
                segment.writeChanges(sequence).ifPresent(replaced::add);
            }
            replace(List.of(oldest.segment()), sequence, rows -> {});
            store.delete(replaced);
            log.release(sequence);
        }
    }

    private void mergeWhereItPays() {
        indexPayloads();
        long sequence = store.manifest().sequence();
        List<SealedSegment> sources = MergePolicy.choose(views.segments().sealed(), sequence);
        while (!sources.isEmpty() && !closing) {
            replace(sources, sequence, this::requireNotClosing);
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
            replace(sealed, sequence, this::requireNotClosing);
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
        List<String> replaced = new ArrayList<>();
        for (SealedSegment segment : views.segments().sealed()) {
            segment.rebuildFilters(writes.config()).ifPresent(replaced::add);
        }
        if (!replaced.isEmpty()) {
            store.commit(writes.config(), store.manifest().sequence(), views.segments().sealed());
            store.delete(replaced);
        }
    }

    /// Puts one new sealed segment in the place of others: builds it as of a write, commits the
    /// manifest, carries over what happened meanwhile and lets readers see it.
    private void replace(List<? extends Segment> sources, long sequence, IntConsumer progress) {
        SealedSegment built = store.build(sources, writes.config(), sequence, progress);
        try {
            List<SealedSegment> sealed = new ArrayList<>(views.segments().sealed());
            int place = Math.max(0, sealed.indexOf(sources.getFirst()));
            boolean merge = sealed.removeAll(sources);
            if (built != null) {
                sealed.add(merge ? place : sealed.size(), built);
            }
            store.commit(writes.config(), sequence, sealed);
            for (Segment source : sources) {
                if (source instanceof SealedSegment merged) {
                    merged.discard();
                }
            }
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
        } finally {
            if (built != null) {
                built.release();
            }
        }
    }
}
