package io.vecdb.wal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/// The threads that wait for a sync, of which one does it for all.
///
/// Writers that write again as soon as a sync lets them go would form two groups that take turns:
/// whoever waits when a sync ends begins the next at once, without those that were just let go. So
/// the leader waits for as many threads as waited last time; at most half as long as the last sync
/// took, and once only if they do not come back. A single writer never waits.
///
/// All methods are called with the log's lock.
final class SyncGroup {
    private final Condition complete;
    private final long nanosMost;
    private int waiting;
    private int expected;
    private long lastSyncNanos;

    /// @param complete a condition of the log's lock that nobody else uses
    /// @param longest that a leader waits
    SyncGroup(Condition complete, Duration longest) {
        this.complete = complete;
        this.nanosMost = longest.toNanos();
    }

    /// One more thread waits for a sync.
    void enter() {
        waiting++;
        if (waiting >= expected) {
            complete.signal();
        }
    }

    /// A thread waits no more.
    void leave() {
        waiting--;
    }

    /// Waits for those who are expected. Gives up the lock; an interrupt ends the waiting.
    void await() {
        long nanos = Math.min(lastSyncNanos / 2, nanosMost);
        try {
            while (waiting < expected && nanos > 0) {
                nanos = complete.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A sync ended, and lets some of those who wait go.
    ///
    /// @param tookNanos how long it took
    void synced(long tookNanos) {
        expected = waiting;
        lastSyncNanos = tookNanos;
    }
}
