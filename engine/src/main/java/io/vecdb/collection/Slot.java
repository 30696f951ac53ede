package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.storage.Folder;

/// A collection of the catalog.
sealed interface Slot {
    /// Where its files are.
    Folder folder();

    /// It is open.
    record Open(Folder folder, Shard shard, LocalCollection collection) implements Slot {}

    /// It could not be opened.
    record Failed(Folder folder, DbException reason) implements Slot {}

    /// Closes a collection that the catalog does not name any more, and deletes its files.
    default void discard() {
        if (this instanceof Open open) {
            open.shard.abandon();
        }
        folder().deleteAllOrLeave();
    }
}
