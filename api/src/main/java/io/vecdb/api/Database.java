package io.vecdb.api;

import java.util.List;

/// A set of collections: an embedded database, or the face of a remote one. Thread-safe.
///
/// All methods throw [DbException]; CLOSED after [#close()].
public interface Database extends AutoCloseable {
    /// Creates a collection, durably.
    ///
    /// @param name 1 to 255 of `A-Z a-z 0-9 _ -`
    /// @throws DbException ALREADY_EXISTS if the name is taken; NOT_FOUND if the configuration
    ///   names an embedding model and the database was opened with others
    Collection createCollection(String name, CollectionConfig config);

    /// The collection of this name.
    ///
    /// @throws DbException NOT_FOUND if there is none
    Collection collection(String name);

    /// Whether there is a collection of this name.
    boolean hasCollection(String name);

    /// The names of all collections, sorted.
    List<String> collections();

    /// Deletes a collection with all its points.
    ///
    /// @return false if there was none
    boolean dropCollection(String name);

    /// All collections, sorted by name: whether they can be used, and what opening them found. One
    /// that cannot be used can be verified, repaired, replaced by a snapshot, or dropped; the
    /// others are not concerned.
    List<CollectionState> states();

    /// Reads every byte of a collection's files, usable or not, and checks that they fit together.
    /// Reads and writes go on meanwhile.
    ///
    /// @param progress is told bytes
    /// @throws DbException NOT_FOUND if there is none; damage is no error here
    VerifyReport verify(String name, Progress progress);

    /// Saves what can be saved of a collection that is damaged, usable or not, and makes it usable.
    /// What is sound and stands in the log is kept; what cannot be read is given up. If that is the
    /// newest manifest, the collection goes back to an older one, as the report says. Programs that
    /// hold the collection get CLOSED from then on. A collection that is sound stays as it is.
    ///
    /// @param progress is told bytes
    /// @throws DbException NOT_FOUND if there is none; CORRUPT or UNSUPPORTED_FORMAT if nothing can
    ///   be saved, which changes nothing; IO_ERROR
    RepairReport repair(String name, Progress progress);

    /// What it takes of memory, and how much it may take.
    DatabaseMemory memory();

    /// Snapshots and backups of this database.
    Snapshots snapshots();

    /// Waits for running writes, writes memory to segments and closes files; those that running
    /// searches read are closed when these end. A second call does nothing.
    @Override
    void close();
}
