package io.vecdb.wal;

import io.vecdb.api.LogStats;

/// The log as the write path sees it; a replicated log can stand in its place.
///
/// One thread appends at a time (the collection's writer); any thread may wait for what it
/// appended.
public interface OperationLog extends AutoCloseable {
    /// Appends one operation and gives it the next sequence number. It is not to be acknowledged
    /// before [#commit].
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR, or POISONED after a failed sync
    long append(EncodedOperation operation);

    /// Returns when everything up to this sequence number may be acknowledged under the log's sync
    /// policy: it is durable, or at least the end of this process does not lose it. Callers that
    /// arrive while a write or sync runs share the next one.
    ///
    /// @throws io.vecdb.api.DbException POISONED if a write or sync failed now or earlier
    void commit(long sequence);

    /// Returns when everything up to this sequence number is durable, whatever the policy.
    ///
    /// @throws io.vecdb.api.DbException POISONED if a sync failed now or earlier
    void sync(long sequence);

    /// Says that sealed segments hold everything up to this sequence number, so that the log may
    /// forget it.
    void release(long sequence);

    /// What the log did and what it takes, at this moment.
    LogStats stats();

    /// Syncs and closes.
    @Override
    void close();
}
