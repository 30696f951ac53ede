package io.vecdb.wal;

/// The log as the write path sees it; a replicated log can stand in its place.
///
/// One thread appends at a time (the collection's writer); any thread may wait for durability.
public interface OperationLog extends AutoCloseable {
    /// Appends one encoded operation (see `OperationCodec`) and gives it the next sequence number.
    /// It is not durable yet.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR, or POISONED after a failed sync
    long append(byte[] operation);

    /// Returns when everything up to this sequence number is durable. Callers that arrive while a
    /// sync runs share the next one.
    ///
    /// @throws io.vecdb.api.DbException POISONED if a sync failed now or earlier
    void sync(long sequence);

    /// Says that sealed segments hold everything up to this sequence number, so that the log may
    /// forget it.
    void release(long sequence);

    /// The sequence number of the last appended operation, 0 if there never was one.
    long lastSequence();

    /// Bytes that the log takes on disk.
    long diskBytes();

    /// Syncs and closes.
    @Override
    void close();
}
