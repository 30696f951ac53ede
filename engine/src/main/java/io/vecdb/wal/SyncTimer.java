package io.vecdb.wal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Begins what a log wants done beside its writers: the sync that ends an interval, and that of a
/// large write. Passed in, so that a test decides when time passes.
@FunctionalInterface
public interface SyncTimer {
    /// By the system's clock, on threads that logs share and that end when nobody writes: to start
    /// one takes as long as to sync a file.
    SyncTimer SYSTEM =
            new SyncTimer() {
                private final Executor threads =
                        Executors.newCachedThreadPool(
                                Thread.ofPlatform().name("vecdb-log-sync").daemon().factory());

                @Override
                public void schedule(Runnable sync, Duration delay) {
                    Executor then =
                            delay.isZero()
                                    ? threads
                                    : CompletableFuture.delayedExecutor(
                                            delay.toNanos(), TimeUnit.NANOSECONDS, threads);
                    then.execute(sync);
                }
            };

    /// Has this run once, when so much time has passed; never by the caller.
    void schedule(Runnable sync, Duration delay);
}
