package io.vecdb.collection;

import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/// Lets writers wait for flushes and merges that fell behind, in place of taking more memory and
/// more segments. All methods are called with the writers' lock, which is given up while waiting.
final class Backpressure {
    /// Frozen segments beyond which writers wait for the flusher.
    private static final int FROZEN_LIMIT = 2;

    /// Sealed segments beyond which writers wait for the merger: each costs every search a scan.
    static final int SEALED_LIMIT = 32;

    private final Condition changed;
    private final Work flushes = new Work();
    private final Work merges = new Work();
    private boolean ended;

    /// What writers wait for.
    private static final class Work {
        /// Why it failed, unless it was tried again since.
        private @Nullable DbException failure;
    }

    /// @param changed a condition of the writers' lock that nobody else uses
    Backpressure(Condition changed) {
        this.changed = changed;
    }

    /// Waits while there are so many segments that a writer has to, or until [#end()].
    ///
    /// @param retry has the work that failed tried again
    /// @throws DbException what keeps flushes, or merges where those are behind, from catching up
    void awaitRoom(Supplier<SegmentSet> segments, Runnable retry) {
        await(
                () -> {
                    SegmentSet now = segments.get();
                    boolean merging = now.sealed().size() >= SEALED_LIMIT;
                    return now.frozen().size() >= FROZEN_LIMIT ? flushes : merging ? merges : null;
                },
                retry);
    }

    /// Waits until everything frozen is flushed, or until [#end()]. As above.
    void awaitFlush(Supplier<SegmentSet> segments, Runnable retry) {
        await(() -> segments.get().frozen().isEmpty() ? null : flushes, retry);
    }

    private void await(Supplier<@Nullable Work> behind, Runnable retry) {
        boolean retried = false;
        for (Work work = behind.get(); work != null && !ended; work = behind.get()) {
            DbException failure = work.failure;
            if (failure != null && retried) {
                throw new DbException(
                        failure.code(),
                        "There is no room for more writes, because writing segments failed: "
                                + failure.getMessage(),
                        failure);
            }
            if (failure != null) {
                work.failure = null;
                retry.run();
                retried = true;
            }
            changed.awaitUninterruptibly();
        }
    }

    /// Other segments are in the place of some; flushes and merges are tried again now.
    void caughtUp() {
        flushes.failure = null;
        merges.failure = null;
        changed.signalAll();
    }

    /// A flush or a merge failed; the next writer that waits for it has it tried again.
    void failed(boolean merging, DbException reason) {
        (merging ? merges : flushes).failure = reason;
        changed.signalAll();
    }

    /// Nobody waits any more.
    void end() {
        ended = true;
        changed.signalAll();
    }
}
