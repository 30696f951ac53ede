package io.vecdb.memory;

import java.util.function.LongConsumer;

/// A part of a [MemoryBudget] that one owner holds, until it is closed. Used by one thread at a
/// time; [#bytes()] by any.
public final class Reservation implements AutoCloseable {
    private final MemoryBudget budget;
    private final LongConsumer observer;
    private volatile long bytes;

    /// @param observer is told what is taken, and with a minus what is given back
    Reservation(MemoryBudget budget, LongConsumer observer) {
        this.budget = budget;
        this.observer = observer;
    }

    /// Where the owner gets large blocks of native memory, which count as any other memory.
    public BlockPool blocks() {
        return budget.blocks();
    }

    /// How much is held.
    public long bytes() {
        return bytes;
    }

    /// Takes more, if it is there.
    ///
    /// @return whether it was
    public boolean tryGrow(long more) {
        boolean taken = budget.tryTake(more);
        if (taken) {
            add(more);
        }
        return taken;
    }

    /// Takes more.
    ///
    /// @param what needs it, such as `The write`, for the error
    /// @throws io.vecdb.api.DbException RESOURCE_EXHAUSTED if it is not there
    public void grow(long more, String what) {
        if (!tryGrow(more)) {
            throw budget.exhausted(what, bytes + more);
        }
    }

    /// Takes more even beyond the limit, for what cannot be refused any more.
    public void force(long more) {
        budget.take(more);
        add(more);
    }

    /// Holds so much from now on, even beyond the limit.
    public void set(long total) {
        long more = total - bytes;
        budget.take(more);
        add(more);
    }

    private void add(long more) {
        long held = bytes;
        bytes = held + more;
        observer.accept(more);
    }

    /// Gives everything back; once.
    @Override
    public void close() {
        long held = bytes;
        bytes = 0;
        budget.giveBack(held);
        observer.accept(-held);
    }
}
