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
            if (!done) {
                var _ = poison.poison(new IOException("a write to the log was abandoned"));
            }
        }
    }

    /// What is done without the lock.
    interface FileCall<T> {
        T run() throws IOException;
    }
}
