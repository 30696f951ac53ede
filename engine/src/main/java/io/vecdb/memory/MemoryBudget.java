package io.vecdb.memory;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

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

    /// How often something is tried again while others write.
    private static final int RELIEFS_MOST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final BlockPool blocks;

    /// What work that ends by itself holds, such as merges.
    private final Passing passing = new Passing();

    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();

    /// Who holds memory that can be given back when others lack it.
    public interface Holder {
        /// About how much [#relieve] gives back; 0 if nothing.
        long relievableBytes();

        /// Gives it back, and waits for that. The caller holds no locks.
        ///
        /// @throws DbException if that fails
        void relieve();
    }

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

    /// From now on may be asked to give memory back.
    public void add(Holder holder) {
        holders.add(holder);
    }

    /// Is not asked any more.
    public void remove(Holder holder) {
        holders.remove(holder);
    }

    /// Does something that may find too little memory; then has holders give theirs back, the
    /// largest first, or waits for work that ends by itself, and does it again. The caller holds no
    /// locks.
    ///
    /// @param work does nothing if it throws RESOURCE_EXHAUSTED
    /// @throws DbException what `work` throws
    public <T> T withRelief(Supplier<T> work) {
        int reliefs = 0;
        while (true) {
            long seen = passing.ended();
            try {
                return work.get();
            } catch (DbException e) {
                if (e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
                    throw e;
                }
                boolean relieved = reliefs++ < RELIEFS_MOST && relieveLargest();
                if (!relieved && !passing.awaitEnd(seen)) {
                    throw e;
                }
            }
        }
    }

    /// @return whether one could
    private boolean relieveLargest() {
        List<Holder> largestFirst =
                holders.stream()
                        .filter(holder -> holder.relievableBytes() > 0)
                        .sorted(Comparator.comparingLong(Holder::relievableBytes).reversed())
                        .toList();
        for (Holder holder : largestFirst) {
            try {
                holder.relieve();
                return true;
            } catch (DbException e) {
                // Its own users are told; others only do not get its memory.
                LOG.debug("Memory could not be given back.", e);
            }
        }
        return false;
    }

    /// A reservation of nothing yet.
    public Reservation reservation() {
        return new Reservation(this, bytes -> {});
    }

    /// A reservation of nothing yet, for work that ends by itself: who lacks memory waits for that.
    public Reservation passingReservation() {
        return new Reservation(this, passing::add);
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
