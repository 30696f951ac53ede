package io.vecdb.collection;

import io.vecdb.index.BuildOptions;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How busy searches keep the machine. While there are some, the threads that build an index in the
/// background leave them the cores that they need; one always goes on. Thread-safe; one for each
/// database.
final class SearchLoad implements BuildOptions.Pace {
    /// How long after the last search the machine counts as busy with them.
    private static final long BUSY_NANOS = 100_000_000;

    private static final long PAUSE_NANOS = 5_000_000;

    /// A paused thread does a few rows after so many pauses, so that it learns when to give up.
    private static final int PAUSES = 10;

    private final int cores;
    private final AtomicInteger running = new AtomicInteger();
    private volatile long lastNanos = System.nanoTime() - BUSY_NANOS;

    SearchLoad(int cores) {
        this.cores = cores;
    }

    /// A search begins.
    void begin() {
        running.incrementAndGet();
    }

    /// A search has ended, however it did.
    void end() {
        running.decrementAndGet();
        lastNanos = System.nanoTime();
    }

    @Override
    public void step(int thread) {
        for (int i = 0; i < PAUSES && thread >= builders(); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// How many threads may build now.
    int builders() {
        int searching = running.get();
        if (searching == 0 && System.nanoTime() - lastNanos >= BUSY_NANOS) {
            return Integer.MAX_VALUE;
        }
        return Math.max(1, cores - Math.max(1, searching));
    }
}
