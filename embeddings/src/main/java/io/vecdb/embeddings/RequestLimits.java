package io.vecdb.embeddings;

import io.vecdb.api.DbException;

import java.time.Duration;

/// How hard an endpoint is asked.
///
/// @param batchSize most texts in one request, 1 to 2,048
/// @param parallelism most requests under way at once, over all callers, 1 to 64
/// @param timeout most time for one request from connecting to its answer's last byte, 1 ms to 1 h
/// @param retries how many times a request is sent again that failed in a way that may pass, 0 to
///   20
/// @param patience most time for texts that fit the requests under way at once, with their turns,
///   retries and waits; a call with n times as many texts has n times as long. 1 ms to 1 h
public record RequestLimits(
        int batchSize, int parallelism, Duration timeout, int retries, Duration patience) {
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /// 32 texts a request, 4 requests at once, 30 s, 4 retries, 60 s in all.
    public static final RequestLimits DEFAULT =
            new RequestLimits(32, 4, Duration.ofSeconds(30), 4, Duration.ofSeconds(60));

    /// @throws DbException INVALID_ARGUMENT if a value is out of its range
    public RequestLimits {
        check("batchSize", batchSize, 1, 2048);
        check("parallelism", parallelism, 1, 64);
        check("retries", retries, 0, 20);
        check("timeout", timeout);
        check("patience", patience);
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(TIMEOUT_MIN) < 0 || value.compareTo(TIMEOUT_MAX) > 0) {
            throw DbException.invalid(
                    "%s for an embedding endpoint must lie in 1 ms to 1 h, not %s."
                            .formatted(name, value));
        }
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw DbException.invalid(
                    "%s for an embedding endpoint must lie in %d to %d, not %d."
                            .formatted(name, min, max, value));
        }
    }

    /// These limits with another number of texts a request.
    public RequestLimits withBatchSize(int texts) {
        return new RequestLimits(texts, parallelism, timeout, retries, patience);
    }

    /// These limits with another number of requests at once.
    public RequestLimits withParallelism(int requests) {
        return new RequestLimits(batchSize, requests, timeout, retries, patience);
    }

    /// These limits with another time for one request.
    public RequestLimits withTimeout(Duration longest) {
        return new RequestLimits(batchSize, parallelism, longest, retries, patience);
    }

    /// These limits with another number of retries.
    public RequestLimits withRetries(int times) {
        return new RequestLimits(batchSize, parallelism, timeout, times, patience);
    }

    /// These limits with another time for all attempts together.
    public RequestLimits withPatience(Duration longest) {
        return new RequestLimits(batchSize, parallelism, timeout, retries, longest);
    }
}
