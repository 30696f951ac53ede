package io.vecdb.index.hnsw;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Work on many rows, shared by the calling thread and helpers of its own.
final class Workers {
    private static final int CHUNK_ROWS = 16;

    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Workers(int count) {
        this.count = count;
    }

    /// Does something for each number from 0 to `count - 1`, in that order if there is one thread.
    /// Returns when all are done. The first failure stops all threads and is thrown here.
    ///
    /// @param worker makes what one thread does its work with
    /// @throws DbException CLOSED if the calling thread is interrupted
    static void run(int threads, int count, Supplier<IntConsumer> worker) {
        Workers workers = new Workers(count);
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < threads && i * CHUNK_ROWS < count; i++) {
            helpers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("vecdb-index-" + i)
                            .start(() -> workers.work(worker)));
        }
        workers.work(worker);
        workers.await(helpers);
    }

    private void work(Supplier<IntConsumer> worker) {
        try {
            IntConsumer mine = worker.get();
            int from;
            while (failure.get() == null && (from = next.getAndAdd(CHUNK_ROWS)) < count) {
                int to = Math.min(count, from + CHUNK_ROWS);
                for (int i = from; i < to; i++) {
                    mine.accept(i);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw interruption();
                }
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private void await(List<Thread> helpers) {
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure.compareAndSet(null, interruption());
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
    }

    private static DbException interruption() {
        return new DbException(ErrorCode.CLOSED, "The building of an index was interrupted.");
    }
}
