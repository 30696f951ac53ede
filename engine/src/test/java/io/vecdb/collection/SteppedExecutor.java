package io.vecdb.collection;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs maintenance jobs when the test says so, on the test's own thread: the same test makes the
/// same calls to the disk in the same order every time.
final class SteppedExecutor extends AbstractExecutorService {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean shutdown;

    /// Threads that are all this one.
    MaintenanceThreads threads() {
        return new MaintenanceThreads(this, this, this);
    }

    /// How many jobs wait.
    int waiting() {
        return waiting.size();
    }

    /// Runs all that wait.
    void runWaiting() {
        for (Runnable job = waiting.poll(); job != null; job = waiting.poll()) {
            job.run();
        }
    }

    @Override
    public void execute(Runnable job) {
        waiting.add(job);
    }

    @Override
    public Future<?> submit(Runnable job) {
        throw new UnsupportedOperationException("nobody waits for a job here");
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
