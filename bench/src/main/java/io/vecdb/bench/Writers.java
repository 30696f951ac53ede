package io.vecdb.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Threads that work for a benchmark.
final class Writers {
    private Writers() {}

    /// Does the same in several threads, and waits for all of them.
    static void run(int threads, Runnable work) {
        List<FutureTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(start(work));
        }
        tasks.forEach(Writers::await);
    }

    /// Does something beside the caller.
    static FutureTask<?> start(Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, null);
        Thread.ofPlatform().name("bench-writer").daemon().start(task);
        return task;
    }

    /// Waits for the end, and fails as the task did.
    static void await(FutureTask<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while threads work", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
