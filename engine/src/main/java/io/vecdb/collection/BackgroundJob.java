package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// A kind of work that one collection needs now and then: done later on a thread that collections
/// share, or at once for somebody who waits; never twice at the same time. Thread-safe.
final class BackgroundJob {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundJob.class);

    private final Runnable work;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicBoolean queued = new AtomicBoolean();

    /// @param work does what there is to do; reports its failures itself
    BackgroundJob(Runnable work) {
        this.work = work;
    }

    /// Does the work some time from now. What is asked for again before it began is done once.
    void later(Executor thread) {
        if (queued.compareAndSet(false, true)) {
            execute(
                    thread,
                    () -> {
                        queued.set(false);
                        alone(work);
                    });
        }
    }

    /// Does the work after a pause; who asks for it meanwhile need not wait for the end of that.
    void afterPause(Executor pause) {
        execute(pause, () -> alone(work));
    }

    private static void execute(Executor thread, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The database is being closed; its log holds what is not done.", e);
        }
    }

    /// Does something of the same kind now, on a thread of its own, and waits. An interrupt of the
    /// caller, who may hold no lock that the work wants, does not reach the work.
    ///
    /// @throws DbException what the work throws; UNAVAILABLE if the caller was interrupted, and the
    ///   work goes on
    void now(Runnable something) {
        FutureTask<?> task = started(something);
        try {
            result(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DbException(
                    ErrorCode.UNAVAILABLE,
                    "Interrupted while waiting for maintenance, which goes on.",
                    e);
        }
    }

    /// As [#now], but an interrupt waits until the work is done.
    void nowUninterrupted(Runnable something) {
        FutureTask<?> task = started(something);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    result(task);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits until none of it is being done.
    void awaitIdle() {
        alone(() -> {});
    }

    private FutureTask<?> started(Runnable something) {
        FutureTask<?> task = new FutureTask<>(() -> alone(something), null);
        Thread.ofPlatform().name("vecdb-maintenance").daemon().start(task);
        return task;
    }

    private void alone(Runnable something) {
        running.lock();
        try {
            something.run();
        } finally {
            running.unlock();
        }
    }

    private static void result(FutureTask<?> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DbException failure
                    ? failure
                    : new DbException(ErrorCode.INTERNAL, "Maintenance failed: " + e.getCause(), e);
        }
    }
}
