package io.vecdb.server.rest;

import java.time.Duration;

/// What the requests of a server share: threads, and memory for bodies and answers. Each is
/// bounded; what goes beyond fails with a [java.util.concurrent.RejectedExecutionException], which
/// is answered 429.
///
/// Requests with text have threads of their own, since an embedding model may take long, or hang if
/// it is another server: those without are answered meanwhile.
///
/// @param workers the threads that read requests, and answer those without text
/// @param embedders the threads that answer requests with text
/// @param bodies bytes of the bodies that are arriving, waiting or worked on
/// @param answers bytes of the answers that are being written or sent
record Capacity(Workers workers, Workers embedders, ByteBudget bodies, ByteBudget answers) {
    static Capacity of(RequestLimits limits) {
        return new Capacity(
                new Workers("worker", limits.workers(), limits.waiting()),
                new Workers("embedder", Math.max(1, limits.workers() / 2), limits.waiting()),
                new ByteBudget(limits.heldBytes()),
                new ByteBudget(limits.answerBytes()));
    }

    /// Threads that are at work.
    int busy() {
        return workers.busy() + embedders.busy();
    }

    /// Requests that wait for a thread.
    int waiting() {
        return workers.waiting() + embedders.waiting();
    }

    /// Takes on no more, and waits for what was taken on.
    ///
    /// @return false if something still runs after this time
    boolean close(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        // Workers hand over to embedders, so they end first.
        boolean read = workers.close(longest);
        boolean embedded = embedders.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        return read && embedded;
    }
}
