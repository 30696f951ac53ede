package io.vecdb.snapshot;

import io.vecdb.storage.FileCopy;

/// Something that files of collections can be copied from: an archive, a backup, or collections
/// that are held for a while. Used by one thread.
public interface SnapshotSource extends AutoCloseable {
    /// What there is.
    Inventory inventory();

    /// Copies a file, verifying it on the way.
    ///
    /// @param part a collection of the inventory
    /// @param file one of its files
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, or what the sink
    ///   throws; what has reached the sink is then to be thrown away
    void copy(Inventory.Part part, Inventory.StoredFile file, FileCopy.Sink sink);

    @Override
    void close();
}
