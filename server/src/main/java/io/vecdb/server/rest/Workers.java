package io.vecdb.server.rest;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The platform threads on which the database is called, since its calls block and compute. Their
/// number and that of the requests waiting for one are bounded; one more is refused with
/// [RejectedExecutionException].
final class Workers implements Executor {
    private final ThreadPoolExecutor pool;

    /// @param name what the threads are called by
    Workers(String name, int threads, int waiting) {
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().daemon().name("vecdb-" + name + "-", 0).factory());
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    int busy() {
        return pool.getActiveCount();
    }

    int waiting() {
        return pool.getQueue().size();
    }

    /// Takes on no more, and waits for what was taken on. Nothing is interrupted: an interrupt
    /// would close the files that a thread is just using.
    ///
    /// @return false if something still runs after this time
    boolean close(Duration longest) {
        pool.shutdown();
        try {
            return pool.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
