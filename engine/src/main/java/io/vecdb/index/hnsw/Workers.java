package io.vecdb.index.hnsw;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.index.BuildOptions;

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
    private final BuildOptions.Pace pace;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Workers(int count, BuildOptions.Pace pace) {
        this.count = count;
        this.pace = pace;
    }

    /// Does something for each number from 0 to `count - 1`, in that order if there is one thread.
    /// Returns when all are done. The first failure stops all threads and is thrown here.
    ///
    /// @param options how many threads, and their pace
    /// @param worker makes what one thread does its work with
    /// @throws DbException CLOSED if the calling thread is interrupted
    static void run(BuildOptions options, int count, Supplier<IntConsumer> worker) {
        Workers workers = new Workers(count, options.pace());
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < options.threads() && i * CHUNK_ROWS < count; i++) {
            int number = i;
            helpers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("vecdb-index-" + i)
                            .start(() -> workers.work(number, worker)));
        }
        workers.work(0, worker);
        workers.await(helpers);
    }

    private void work(int number, Supplier<IntConsumer> worker) {
        try {
            IntConsumer mine = worker.get();
            int from;
            while (failure.get() == null && (from = next.getAndAdd(CHUNK_ROWS)) < count) {
                pace.step(number);
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
