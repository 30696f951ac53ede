package io.vecdb.storage;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs channel calls where nobody's interrupt can reach them. A
/// [FileChannel][java.nio.channels.FileChannel] closes itself when the calling thread is
/// interrupted, and an interrupted `force` hides whether the disk reported an error; so these calls
/// run on a thread of their own, and the caller's interrupt waits until they are done. For rare
/// calls: each costs the start of a thread.
final class Uninterrupted {
    private Uninterrupted() {}

    static <T> T call(Callable<T> call) throws IOException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().name("vecdb-io").daemon().start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new AssertionError(failure);
        };
    }
}
