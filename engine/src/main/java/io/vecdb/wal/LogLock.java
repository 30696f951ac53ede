package io.vecdb.wal;

import io.vecdb.storage.Poison;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lock that guards a log's state, given up during I/O, which poisons the log if it fails.
final class LogLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Poison poison = new Poison();

    /// Made before it is needed, which may be for want of memory.
    private final IOException abandoned = new IOException("a write to the log was abandoned");

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Another condition of this lock.
    Condition newCondition() {
        return lock.newCondition();
    }

    /// Waited for, in a loop, by who cannot go on; signalled whenever I/O ends.
    Condition changed() {
        return changed;
    }

    /// Passes unless I/O failed.
    ///
    /// @throws io.vecdb.api.DbException POISONED
    void requireHealthy() {
        poison.check();
    }

    /// Poisons the log if something that may not be left half-done was.
    void poisonUnless(boolean done) {
        if (!done) {
            var _ = poison.poison(abandoned);
        }
    }

    boolean isPoisoned() {
        return poison.isPoisoned();
    }

    /// Does I/O while others may take the lock; whatever goes wrong poisons the log.
    ///
    /// @throws io.vecdb.api.DbException POISONED
    <T> T unlocked(FileCall<T> call) {
        boolean done = false;
        lock.unlock();
        try {
            T result = call.run();
            done = true;
            return result;
        } catch (IOException e) {
            throw poison.poison(e);
        } finally {
            lock.lock();
            poisonUnless(done);
        }
    }

    /// As above.
    void unlocked(FileWork work) {
        var _ =
                unlocked(() -> {
                    work.run();
                    return this;
                });
    }

    /// What is done without the lock.
    interface FileCall<T> {
        T run() throws IOException;
    }

    /// The same without a result.
    interface FileWork {
        void run() throws IOException;
    }
}
