package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.MappedReads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says when a collection's [Flusher] and [Merger] work, and sees to it that they stop before its
/// files are closed.
///
/// Both keep to one rule: sealed segments with their files of changes are the state as of the write
/// that the manifest names, so that replaying the log from there gives the newest state.
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final MaintenanceThreads threads;
    private final WritePath writes;
    private final Views views;
    private final Flusher flusher;
    private final Merger merger;
    private final BackgroundJob flushes = new BackgroundJob(() -> reported(false, this::flush));
    private final BackgroundJob merges = new BackgroundJob(() -> reported(true, this::merge));
    private volatile boolean closing;

    Maintenance(
            Shard.Environment environment,
            SegmentStore store,
            WritePath writes,
            Views views,
            Flusher flusher) {
        this.threads = environment.threads();
        this.writes = writes;
        this.views = views;
        this.flusher = flusher;
        merger = new Merger(store, writes, views, environment.memory(), this::requireNotClosing);
    }

    /// Does, some time from now, what a crash or a closing interrupted.
    void resume() {
        flushes.later(threads.flushing());
        merges.afterPause(threads.mergingAfterOpening());
    }

    /// Flushes what is frozen and merges where that pays, some time from now.
    void workLater() {
        flushes.later(threads.flushing());
        merges.later(threads.merging());
    }

    private void flush() {
        boolean flushed = flusher.flush();
        flusher.indexPayloads();
        if (flushed) {
            merges.later(threads.merging());
        }
    }

    private void merge() {
        if (merger.mergeWhereItPays()) {
            // What was merged may lack a payload index that was created meanwhile; and other
            // collections get their turn before the next merge.
            flushes.later(threads.flushing());
            merges.later(threads.merging());
        }
    }

    private void reported(boolean merging, Runnable work) {
        if (closing) {
            return;
        }
        try {
            MappedReads.run(views.what(), work);
        } catch (DbException e) {
            if (!closing) {
                failed(merging, e);
            }
        } catch (RuntimeException | Error e) {
            failed(
                    merging,
                    new DbException(ErrorCode.INTERNAL, "Writing segments failed: " + e, e));
        }
    }

    private void failed(boolean merging, DbException reason) {
        if (reason.code() == ErrorCode.RESOURCE_EXHAUSTED) {
            LOG.warn("Segments are not merged for now: {}", reason.getMessage());
        } else {
            LOG.error("Writing segments failed; the points are safe on disk.", reason);
        }
        writes.maintenanceFailed(merging, reason);
    }

    /// Flushes everything frozen, merges all segments into one, and waits.
    void compactNow() {
        now(
                flushes,
                () -> {
                    requireNotClosing(0);
                    flusher.flush();
                    flusher.indexPayloads();
                });
        now(
                merges,
                () -> {
                    requireNotClosing(0);
                    merger.mergeAll();
                });
    }

    private void now(BackgroundJob job, Runnable work) {
        job.now(() -> MappedReads.run(views.what(), work));
    }

    /// From now on flushing will not pass a moment without holding its files. Called between the
    /// moment's last write and the next one.
    void expect(Moment moment) {
        flusher.expect(moment);
    }

    /// Flushes up to a moment that was expected, and waits.
    ///
    /// @return the files of just that moment
    /// @throws DbException CLOSED if that is not to be had any more; IO_ERROR; POISONED
    Moment.Held reach(Moment moment) {
        flushNow();
        return moment.held();
    }

    /// Makes a merge that gives memory back, and waits.
    void mergeForMemory() {
        now(
                merges,
                () -> {
                    requireNotClosing(0);
                    merger.mergeForMemory();
                });
    }

    /// Flushes everything frozen, and waits.
    void flushNow() {
        now(
                flushes,
                () -> {
                    requireNotClosing(0);
                    flusher.flush();
                });
    }

    /// Gives each sealed segment the payload indexes that the configuration asks for, and waits.
    void indexPayloadsNow() {
        now(
                flushes,
                () -> {
                    requireNotClosing(0);
                    flusher.indexPayloads();
                });
    }

    /// Has a merge that runs give up soon, and none begin; the next opener will do it.
    void beginClosing() {
        closing = true;
    }

    /// Flushes everything frozen, and waits until nothing is at work.
    void finish() {
        beginClosing();
        merges.awaitIdle();
        flushes.nowUninterrupted(() -> MappedReads.run(views.what(), flusher::flush));
    }

    /// Waits until nothing is at work; nothing is written afterwards.
    void abandon() {
        beginClosing();
        flushes.awaitIdle();
        merges.awaitIdle();
    }

    private void requireNotClosing(int rows) {
        if (closing) {
            throw new DbException(
                    ErrorCode.CLOSED,
                    "The collection is being closed; a merge was given up at row " + rows + ".");
        }
    }
}
