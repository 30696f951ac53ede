package io.vecdb.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Threads that all do the same.
final class Writers {
    private Writers() {}

    /// Runs a task on so many threads at once and waits for all; the first failure is thrown.
    static void run(int threads, Runnable task) {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(CompletableFuture.runAsync(task, executor));
            }
            running.forEach(CompletableFuture::join);
        }
    }
}
