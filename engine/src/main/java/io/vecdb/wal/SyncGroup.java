package io.vecdb.wal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/// The threads that wait for a sync, of which one does it for all.
///
/// Writers that write again as soon as a sync lets them go would form two groups that take turns:
/// whoever waits when a sync ends begins the next at once, without those that were just let go. So
/// the leader waits until as many threads wait as took part in the last sync or came meanwhile; at
/// most half as long as that sync took, and once only if they do not come back. A single writer
/// never waits.
///
/// All methods are called with the log's lock.
final class SyncGroup {
    private final Condition complete;
    private final long nanosMost;

    /// Threads that no sync has let go yet.
    private int waiting;

    /// Those of them that the sync which runs will let go.
    private int served;

    /// How many syncs have begun.
    private int begun;

    private int expected;
    private long beganNanos;
    private long lastSyncNanos;

    /// @param complete a condition of the log's lock that nobody else uses
    /// @param longest that a leader waits
    SyncGroup(Condition complete, Duration longest) {
        this.complete = complete;
        this.nanosMost = longest.toNanos();
    }

    /// One more thread waits for a sync.
    ///
    /// @return what it hands to [#leave]
    int enter() {
        waiting++;
        if (waiting >= expected) {
            complete.signal();
        }
        return begun;
    }

    /// A thread waits no more: its record is durable, or never will be.
    void leave(int entered) {
        if (entered == begun) {
            // A sync that had begun before was enough for it.
            waiting--;
        }
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

    /// A sync begins that is enough for all who wait.
    ///
    /// @param nanos the time, by any clock
    void begin(long nanos) {
        begun++;
        beganNanos = nanos;
        served = waiting;
    }

    /// It ended, and lets them go.
    ///
    /// @param nanos the time, by the same clock
    void synced(long nanos) {
        expected = waiting;
        waiting -= served;
        lastSyncNanos = nanos - beganNanos;
    }
}
