package io.vecdb.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Copies of a database's collections, and what becomes of them. Reads and writes go on meanwhile.
/// Thread-safe.
///
/// A snapshot is one archive file; a backup is one of several in a folder, which share the files
/// that they have in common. Either holds several collections as they were at one moment: with a
/// write to one of them it holds every write, to any of them, that was acknowledged before that one
/// began.
///
/// All methods throw [DbException]; CORRUPT names the file and the byte.
public interface Snapshots {
    /// Writes collections to a new archive. Until it is whole and durable it has another name, and
    /// a failure leaves nothing.
    ///
    /// Costs as much disk as the collections take, and some memory for each 64 KiB of it: four
    /// bytes.
    ///
    /// @param archive path of the file, outside of the database's folder; its folder must exist
    /// @param collections their names; all of the database if empty
    /// @param progress is told bytes
    /// @return what is in the archive
    /// @throws DbException ALREADY_EXISTS if there is a file of this name; NOT_FOUND for a
    ///   collection or a folder that does not exist; CLOSED if a collection is dropped meanwhile;
    ///   IO_ERROR; POISONED
    SnapshotInfo create(Path archive, Set<String> collections, Progress progress);

    /// What is in an archive. Reads its table of contents, not the points.
    ///
    /// @throws DbException NOT_FOUND, CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    SnapshotInfo read(Path archive);

    /// Makes collections of those in an archive: all of them at once, durably, or none.
    ///
    /// Every byte is verified, and each collection opened, before its name leads to it. Programs
    /// that hold a collection which is replaced get CLOSED from then on.
    ///
    /// @param progress is told bytes
    /// @return the names of the collections, sorted
    /// @throws DbException ALREADY_EXISTS if a name is taken and replacing was not asked for;
    ///   NOT_FOUND if the archive, or a collection in it, does not exist; CORRUPT;
    ///   UNSUPPORTED_FORMAT; IO_ERROR; POISONED
    List<String> restore(Path archive, RestoreOptions options, Progress progress);

    /// Adds a backup to a folder, copying only files that no earlier backup in it has. Earlier
    /// backups stay as they are.
    ///
    /// @param folder outside of the database's folder; created if it does not exist. Backups of
    ///   several databases may share it, one at a time
    /// @param collections their names; all of the database if empty
    /// @param progress is told bytes, of what is there already too
    /// @throws DbException as [#create]; IN_USE if another backup is being written to the folder
    Backup backup(Path folder, Set<String> collections, Progress progress);

    /// The backups in a folder, oldest first; none if it has none.
    ///
    /// @throws DbException NOT_FOUND, CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    List<Backup> backups(Path folder);

    /// As [#restore], from a backup.
    ///
    /// @param number which one in the folder, as [#backups] lists them
    List<String> restoreBackup(Path folder, long number, RestoreOptions options, Progress progress);
}
