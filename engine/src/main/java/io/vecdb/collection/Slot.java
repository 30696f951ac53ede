package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.storage.Folder;

import org.slf4j.LoggerFactory;

/// A collection of the catalog.
sealed interface Slot {
    /// Where its files are.
    Folder folder();

    /// It is open.
    record Open(Folder folder, Shard shard, LocalCollection collection) implements Slot {}

    /// It could not be opened.
    record Failed(Folder folder, DbException reason) implements Slot {}

    /// Closes a collection that the catalog does not name any more, and deletes its files. What
    /// goes wrong is logged: the collection is gone whatever becomes of its files.
    default void discard() {
        try {
            if (this instanceof Open open) {
                open.shard.abandon();
            }
        } catch (DbException e) {
            LoggerFactory.getLogger(Slot.class)
                    .warn("A collection that was dropped was not closed well.", e);
        } finally {
            folder().deleteAllOrLeave();
        }
    }
}
