package io.vecdb.server.rest;

/// What the requests of a server share: threads, and memory for bodies and answers. Each is
/// bounded; what goes beyond fails with a [java.util.concurrent.RejectedExecutionException], which
/// is answered 429.
///
/// @param workers the threads that call the database
/// @param bodies bytes of the bodies that are arriving, waiting or worked on
/// @param answers bytes of the answers that are being written or sent
record Capacity(Workers workers, ByteBudget bodies, ByteBudget answers) {
    static Capacity of(RequestLimits limits) {
        return new Capacity(
                new Workers(limits.workers(), limits.waiting()),
                new ByteBudget(limits.heldBytes()),
                new ByteBudget(limits.answerBytes()));
    }
}
