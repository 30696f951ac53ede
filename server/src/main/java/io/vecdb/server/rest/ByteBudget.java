package io.vecdb.server.rest;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes that all requests together hold of one kind: of bodies, or of answers.
/// Thread-safe.
final class ByteBudget {
    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    ByteBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    long limitBytes() {
        return limitBytes;
    }

    long heldBytes() {
        return heldBytes.get();
    }

    /// The share of a new request, of nothing so far.
    Share share() {
        return new Share();
    }

    /// What one request holds. Thread-safe.
    final class Share {
        private long bytes;
        private boolean over;

        private Share() {}

        /// Takes so many bytes more; nothing if they were given back already.
        ///
        /// @throws RejectedExecutionException if the budget is used up
        synchronized void take(int more) {
            if (over) {
                return;
            }
            if (heldBytes.addAndGet(more) > limitBytes) {
                heldBytes.addAndGet(-more);
                throw new RejectedExecutionException("requests hold too much memory");
            }
            bytes += more;
        }

        /// Gives all back, for good. To be called when nobody holds the bytes any more: a request
        /// that was answered 408 may still be worked on. A second call does nothing.
        synchronized void giveBack() {
            over = true;
            heldBytes.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
