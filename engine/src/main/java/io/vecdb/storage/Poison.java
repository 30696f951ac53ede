package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/// Holds the first failure after which it is unknown what is on disk. Once poisoned, a store
/// refuses every write until it is reopened, because a sync that is tried again after a failure may
/// succeed without having written anything (Rebello et al., "Can Applications Recover from fsync
/// Failures?", USENIX ATC 2020). Thread-safe.
public final class Poison {
    private final AtomicReference<@Nullable IOException> first = new AtomicReference<>();

    /// Passes unless poisoned.
    ///
    /// @throws DbException POISONED that names the first failure
    public void check() {
        IOException cause = first.get();
        if (cause != null) {
            throw error(cause);
        }
    }

    /// Whether a failure was remembered.
    public boolean isPoisoned() {
        return first.get() != null;
    }

    /// Remembers the failure, if it is the first, and gives the POISONED error to throw.
    public DbException poison(IOException failure) {
        first.compareAndSet(null, failure);
        IOException cause = first.get();
        return error(cause == null ? failure : cause);
    }

    private static DbException error(IOException cause) {
        return new DbException(
                ErrorCode.POISONED,
                "A write to disk failed ("
                        + StorageErrors.reason(cause)
                        + "), so it is not known what the disk holds. Reopen the database: what was"
                        + " acknowledged is there.",
                cause);
    }
}
