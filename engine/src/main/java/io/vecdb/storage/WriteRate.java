package io.vecdb.storage;

import java.util.concurrent.locks.LockSupport;

/// A rate that those who write in the background keep to together, so that the disk has time for
/// others: after each piece, a writer pauses until the piece is due. Thread-safe.
public final class WriteRate {
    /// What may be written at once after a rest: a tenth of a second's worth.
    private static final double REST_SECONDS = 0.1;

    private static final long PAUSE_NANOS_MIN = 500_000;

    private final double nanosPerByte;
    private long dueNanos = System.nanoTime();

    /// @param bytesPerSecond at least 1
    public WriteRate(long bytesPerSecond) {
        nanosPerByte = 1e9 / bytesPerSecond;
    }

    /// Waits until so many bytes, which were just written, are due. A pause that ends early is made
    /// up for by the next one.
    void pace(long bytes) {
        long pause = reserve(bytes, System.nanoTime());
        if (pause >= PAUSE_NANOS_MIN) {
            LockSupport.parkNanos(pause);
        }
    }

    /// How long to wait after so many bytes were written at a time.
    synchronized long reserve(long bytes, long nowNanos) {
        long earliest = nowNanos - (long) (REST_SECONDS * 1e9);
        dueNanos = Math.max(dueNanos - earliest, 0) + earliest + (long) (bytes * nanosPerByte);
        return dueNanos - nowNanos;
    }
}
