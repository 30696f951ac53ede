package io.vecdb.embeddings;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Runs the numbered tasks of several callers on a fixed number of platform threads, one task of
/// each caller in turn: a single text does not wait for the ten thousand that were asked for before
/// it, only for those being computed now.
///
/// Each caller has at most one place in the queue for each thread; a place runs one task and goes
/// to the queue's end. Thread-safe. Threads start with the first tasks, are daemons and end with
/// [#close()].
final class RoundRobinPool implements AutoCloseable {
    /// Work that is numbered from 0.
    interface NumberedTask {
        /// Runs one task; on a thread of the pool, others of the same work beside it.
        ///
        /// @throws InterruptedException if the thread was interrupted because the result is no
        ///   longer wanted
        void run(int number) throws InterruptedException;
    }

    /// How long a caller waits for its tasks.
    ///
    /// @param longest how long
    /// @param failure what it gets then
    record Patience(Duration longest, Supplier<DbException> failure) {
        /// For work that ends by itself; 292 years.
        private static final Patience ENDLESS =
                new Patience(
                        Duration.ofNanos(Long.MAX_VALUE),
                        () -> new DbException(ErrorCode.INTERNAL, "The work does not end."));
    }

    private final String owner;
    private final int threads;
    private final ThreadPoolExecutor executor;

    /// @param owner who is said to be closed when it is, such as `embedding model 'x'`
    /// @param threads 1 or more
    RoundRobinPool(String owner, int threads) {
        this.owner = owner;
        this.threads = threads;
        this.executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("vecdb-embedding-", 1).factory());
    }

    /// Runs tasks 0 to count − 1 and waits for them. The first failure ends the wait and cancels
    /// what has not run; so does an interrupt of the caller, whose flag stays set.
    ///
    /// @throws DbException CLOSED if the pool is or gets closed, UNAVAILABLE if the caller is
    ///   interrupted; otherwise what a task threw
    void run(int count, NumberedTask task) {
        run(count, Patience.ENDLESS, task);
    }

    /// As [#run(int, NumberedTask)], and gives up what takes too long: tasks that wait are dropped,
    /// those that run interrupted.
    ///
    /// @param patience how long the caller waits, its turns in the queue included
    void run(int count, Patience patience, NumberedTask task) {
        if (executor.isShutdown()) {
            throw closed();
        }
        var work = new Work(count, task);
        for (int i = 0; i < Math.min(threads, count); i++) {
            submit(new Turn(work));
        }
        if (count > 0) {
            await(work, patience);
        }
    }

    private void await(Work work, Patience patience) {
        try {
            work.outcome.get(patience.longest().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            DbException late = patience.failure().get();
            work.fail(late);
            throw late;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            var interrupted =
                    new DbException(
                            ErrorCode.UNAVAILABLE,
                            "The thread was interrupted while it waited for embeddings; nothing"
                                    + " was returned.");
            work.fail(interrupted);
            throw interrupted;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void submit(Turn turn) {
        try {
            executor.execute(turn);
        } catch (RejectedExecutionException _) {
            turn.work.fail(closed());
        }
    }

    /// How many places in the queue are taken, those of running tasks not counted.
    int waiting() {
        return executor.getQueue().size();
    }

    /// The failure that calls get after [#close()].
    DbException closed() {
        return new DbException(ErrorCode.CLOSED, "The " + owner + " was closed.");
    }

    /// Fails the calls that wait with CLOSED, interrupts the tasks that run and waits for them to
    /// end. Afterwards no thread of the pool is left. A second call does nothing.
    @Override
    public void close() {
        List<Runnable> waiting = executor.shutdownNow();
        for (Runnable turn : waiting) {
            ((Turn) turn).work.fail(closed());
        }
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What one caller waits for.
    private final class Work {
        private final int count;
        private final NumberedTask task;
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        /// The threads that run a task of it now; guarded by the set itself.
        private final Set<Thread> running = new HashSet<>();

        Work(int count, NumberedTask task) {
            this.count = count;
            this.task = task;
        }

        /// Runs the next task, if there is one and the outcome is open; says whether that still
        /// holds.
        boolean runNext() {
            int number = started.getAndIncrement();
            if (number >= count || !enter()) {
                return false;
            }
            try {
                task.run(number);
            } catch (InterruptedException _) {
                // Either nobody waits any more, which this does not change, or the pool closes.
                fail(closed());
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                leave();
            }
            if (finished.incrementAndGet() == count) {
                outcome.complete(null);
            }
            return !outcome.isDone();
        }

        private boolean enter() {
            synchronized (running) {
                return !outcome.isDone() && running.add(Thread.currentThread());
            }
        }

        /// Behind this no interrupt meant for this work can reach the thread.
        private void leave() {
            synchronized (running) {
                running.remove(Thread.currentThread());
                Thread.interrupted();
            }
        }

        void fail(Throwable failure) {
            synchronized (running) {
                outcome.completeExceptionally(failure);
                running.forEach(Thread::interrupt);
            }
        }
    }

    /// One caller's place in the queue.
    private final class Turn implements Runnable {
        private final Work work;

        Turn(Work work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (work.runNext()) {
                submit(this);
            }
        }
    }
}
