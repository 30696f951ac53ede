package io.vecdb.collection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The threads that maintain the collections of a database. Flushes have one of their own, so that
/// writers never wait for a merge, which may build a graph for minutes.
///
/// @param flushing runs flushes
/// @param merging runs merges
/// @param mergingAfterOpening runs the merges that opening a database finds to be due
record MaintenanceThreads(
        ExecutorService flushing, ExecutorService merging, Executor mergingAfterOpening) {
    /// A program that opens a database for one question should not begin a merge that it gives up
    /// when it closes.
    private static final Duration PAUSE_AFTER_OPENING = Duration.ofSeconds(5);

    static MaintenanceThreads start() {
        ExecutorService merging = thread("vecdb-merge");
        return new MaintenanceThreads(
                thread("vecdb-flush"),
                merging,
                CompletableFuture.delayedExecutor(
                        PAUSE_AFTER_OPENING.toMillis(), TimeUnit.MILLISECONDS, merging));
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    void shutdown() {
        flushing.shutdown();
        merging.shutdown();
    }
}
