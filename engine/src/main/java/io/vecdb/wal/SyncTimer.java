package io.vecdb.wal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Begins what a log wants done later: the sync that ends an interval. Passed in, so that a test
/// decides when time passes.
@FunctionalInterface
public interface SyncTimer {
    /// By the system's clock, each on a thread of its own that ends with it: logs that nobody
    /// writes to have none.
    SyncTimer SYSTEM =
            (sync, delay) ->
                    CompletableFuture.delayedExecutor(
                                    delay.toNanos(),
                                    TimeUnit.NANOSECONDS,
                                    Thread.ofPlatform().name("vecdb-log-sync").daemon()::start)
                            .execute(sync);

    /// Has this run once, when so much time has passed.
    void schedule(Runnable sync, Duration delay);
}
