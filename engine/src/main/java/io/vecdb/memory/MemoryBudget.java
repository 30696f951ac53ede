package io.vecdb.memory;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// The memory, on the heap and outside, that the collections of a database may use together for
/// writes that are not in files yet and for building segments. Mapped files do not count: the
/// system takes their memory back when it needs it. Thread-safe.
///
/// Beside what is used, a little native memory is kept to be used again, until the budget is
/// closed.
public final class MemoryBudget implements AutoCloseable {
    private static final long SPARE_BYTES_MOST = 64 << 20;

    /// The share of the limit that spare memory may take beside it.
    private static final int SPARE_SHARE = 16;

    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final BlockPool blocks;

    /// @param limitBytes at least 1
    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
        blocks = new BlockPool(Math.min(SPARE_BYTES_MOST, limitBytes / SPARE_SHARE));
    }

    /// How much may be used.
    public long limitBytes() {
        return limitBytes;
    }

    /// How much is used, which may be more than the limit: what is in the log has to be held.
    public long usedBytes() {
        return used.get();
    }

    /// Where its users get large blocks of native memory.
    public BlockPool blocks() {
        return blocks;
    }

    /// Frees the memory that is kept to be used again.
    @Override
    public void close() {
        blocks.close();
    }

    /// A reservation of nothing yet.
    public Reservation reservation() {
        return new Reservation(this);
    }

    /// Takes so much if it is there.
    boolean tryTake(long bytes) {
        while (true) {
            long now = used.get();
            if (bytes > limitBytes - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /// Takes so much whether it is there or not.
    void take(long bytes) {
        used.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /// The error for what does not fit.
    ///
    /// @param what needs the memory, such as `The write`
    public DbException exhausted(String what, long bytes) {
        return new DbException(
                ErrorCode.RESOURCE_EXHAUSTED,
                String.format(
                        Locale.ROOT,
                        "%s needs about %,d bytes of memory; the database may use %,d, of which %,d"
                                + " are taken by other writes and merges. Nothing was done. Send"
                                + " less at once, or give the database more memory.",
                        what,
                        bytes,
                        limitBytes,
                        usedBytes()));
    }
}
