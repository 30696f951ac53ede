package io.vecdb.collection;

import java.util.concurrent.atomic.AtomicInteger;

/// A collection as of one write: what a reader looks at from its beginning to its end. Closing it
/// gives it back.
final class ReadView implements AutoCloseable {
    private final SegmentSet segments;
    private final long sequence;

    /// One for being the newest view, one for each reader. 0: gone for good.
    private final AtomicInteger users = new AtomicInteger(1);

    ReadView(SegmentSet segments, long sequence) {
        this.segments = segments;
        this.sequence = sequence;
        segments.retain();
    }

    SegmentSet segments() {
        return segments;
    }

    long sequence() {
        return sequence;
    }

    /// Joins the users, unless the last one has left already.
    boolean tryEnter() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    boolean isGone() {
        return users.get() == 0;
    }

    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            segments.release();
        }
    }
}
