package io.vecdb.server.rest;

import io.vecdb.api.DbException;

import java.time.Duration;

/// What the server takes on at once.
///
/// @param bodyBytes largest body of a request; a larger one is answered 413
/// @param heldBytes most bytes of all bodies that are waiting or worked on; beyond it 429
/// @param answerBytes most bytes of all answers that are being written or sent; beyond it 429. A
///   single answer has at most so many too, and never more than 128 MB; beyond it 413
/// @param workers threads that call the database; beside them, half as many for requests with text
/// @param waiting requests that may wait for a worker, and as many with text; one more is answered
///   429
/// @param timeout how long a request may take, its body's arrival included, before it is answered
///   408; what it started may still be carried out
public record RequestLimits(
        long bodyBytes,
        long heldBytes,
        long answerBytes,
        int workers,
        int waiting,
        Duration timeout) {
    private static final long BODY_BYTES = 32L << 20;

    /// Bodies of 32 MB, an eighth of the heap for all of them (32 MB at least), a quarter of the
    /// heap for all answers, four workers for each core (16 at least, so that many writes share one
    /// sync), 256 waiting requests, 60 seconds.
    public static final RequestLimits DEFAULT =
            new RequestLimits(
                    BODY_BYTES,
                    Math.max(BODY_BYTES, Runtime.getRuntime().maxMemory() / 8),
                    Runtime.getRuntime().maxMemory() / 4,
                    Math.max(16, 4 * Runtime.getRuntime().availableProcessors()),
                    256,
                    Duration.ofSeconds(60));

    /// @throws DbException INVALID_ARGUMENT if a limit leaves nothing to work with
    public RequestLimits {
        if (bodyBytes < 1
                || heldBytes < bodyBytes
                || answerBytes < 1
                || workers < 1
                || waiting < 1
                || !timeout.isPositive()) {
            throw DbException.invalid(
                    "Limits of requests must be positive, and heldBytes at least bodyBytes.");
        }
    }

    /// These limits with other workers and another queue.
    public RequestLimits withWorkers(int threads, int queued) {
        return new RequestLimits(bodyBytes, heldBytes, answerBytes, threads, queued, timeout);
    }

    /// These limits with another timeout.
    public RequestLimits withTimeout(Duration longest) {
        return new RequestLimits(bodyBytes, heldBytes, answerBytes, workers, waiting, longest);
    }

    /// These limits with other sizes of bodies.
    public RequestLimits withBytes(long ofOneBody, long ofAllBodies) {
        return new RequestLimits(ofOneBody, ofAllBodies, answerBytes, workers, waiting, timeout);
    }

    /// These limits with another size of all answers.
    public RequestLimits withAnswerBytes(long ofAllAnswers) {
        return new RequestLimits(bodyBytes, heldBytes, ofAllAnswers, workers, waiting, timeout);
    }
}
