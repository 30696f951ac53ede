package io.vecdb.segment;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts who uses something that has to be closed when nobody does. Begins with one user, its
/// maker. Thread-safe.
final class References {
    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable close;

    /// @param close run once, by the last user
    References(Runnable close) {
        this.close = close;
    }

    /// One user more, who must know of another that stays meanwhile.
    void retain() {
        count.incrementAndGet();
    }

    /// One user less.
    void release() {
        if (count.decrementAndGet() == 0) {
            close.run();
        }
    }
}
