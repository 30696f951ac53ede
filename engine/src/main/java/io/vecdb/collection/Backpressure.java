package io.vecdb.collection;

import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/// Lets writers wait for flushes and merges that fell behind, in place of taking more memory and
/// more segments. All methods are called with the writers' lock, which is given up while waiting.
final class Backpressure {
    /// Frozen segments beyond which writers wait for the flusher.
    private static final int FROZEN_LIMIT = 2;

    /// Sealed segments beyond which writers wait for the merger: each costs every search a scan.
    static final int SEALED_LIMIT = 32;

    private final Condition changed;
    private @Nullable DbException failure;
    private boolean ended;

    /// @param changed a condition of the writers' lock that nobody else uses
    Backpressure(Condition changed) {
        this.changed = changed;
    }

    /// Whether there are so many segments that a writer has to wait.
    static boolean isFull(SegmentSet segments) {
        return segments.frozen().size() >= FROZEN_LIMIT || segments.sealed().size() >= SEALED_LIMIT;
    }

    /// Waits as long as a condition holds, or until [#end()].
    ///
    /// @param retry has the work that failed tried again
    /// @throws DbException what keeps flushes and merges from catching up
    void awaitWhile(BooleanSupplier full, Runnable retry) {
        boolean retried = false;
        while (!ended && full.getAsBoolean()) {
            if (failure != null && retried) {
                throw new DbException(
                        failure.code(),
                        "There is no room for more writes, because writing segments failed: "
                                + failure.getMessage(),
                        failure);
            }
            if (failure != null) {
                failure = null;
                retry.run();
                retried = true;
            }
            changed.awaitUninterruptibly();
        }
    }

    /// Other segments are in the place of some.
    void caughtUp() {
        failure = null;
        changed.signalAll();
    }

    /// A flush or a merge failed; the next writer that waits has it tried again.
    void failed(DbException reason) {
        failure = reason;
        changed.signalAll();
    }

    /// Nobody waits any more.
    void end() {
        ended = true;
        changed.signalAll();
    }
}
