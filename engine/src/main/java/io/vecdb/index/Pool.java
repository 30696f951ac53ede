package io.vecdb.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Objects that are costly to make, kept for whoever needs one next; not bound to threads, which
/// may be short-lived. Keeps a few per processor and lets go of what is more. Thread-safe, without
/// locks.
///
/// @param <T> what is kept
public final class Pool<T> {
    private final AtomicReferenceArray<T> slots =
            new AtomicReferenceArray<>(4 * Runtime.getRuntime().availableProcessors());
    private final Supplier<T> maker;

    /// @param maker makes one when none is left
    public Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    /// One that nobody else uses until it is given back.
    public T borrow() {
        int start = start();
        for (int i = 0; i < slots.length(); i++) {
            T kept = slots.getAndSet((start + i) % slots.length(), null);
            if (kept != null) {
                return kept;
            }
        }
        return maker.get();
    }

    /// Keeps what was borrowed, for the next to come.
    public void giveBack(T borrowed) {
        int start = start();
        for (int i = 0; i < slots.length(); i++) {
            if (slots.compareAndSet((start + i) % slots.length(), null, borrowed)) {
                return;
            }
        }
    }

    /// How many are kept now.
    public int kept() {
        int kept = 0;
        for (int i = 0; i < slots.length(); i++) {
            kept += slots.get(i) == null ? 0 : 1;
        }
        return kept;
    }

    /// Where a thread begins to look, so that threads rarely meet.
    private int start() {
        return (int) (Thread.currentThread().threadId() % slots.length());
    }
}
