package io.vecdb;

import io.vecdb.api.Arguments;
import io.vecdb.api.Backup;
import io.vecdb.api.Database;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.collection.CatalogRepair;
import io.vecdb.collection.LocalDatabase;
import io.vecdb.collection.LocalSnapshots;
import io.vecdb.collection.StorageSettings;
import io.vecdb.collection.WriteBuffer;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.storage.LocalFolders;

import java.nio.file.Path;
import java.util.List;

/// Opens embedded databases.
public final class VecDb {
    private VecDb() {}

    /// Opens the database in a folder, which is created if it does not exist.
    ///
    /// @param folder the database's folder; one process at a time may have it open
    /// @return the database, to be closed by the caller
    /// @throws io.vecdb.api.DbException IN_USE if it is open already, here or in another process;
    ///   CORRUPT or UNSUPPORTED_FORMAT if its catalog cannot be read; IO_ERROR
    public static Database open(Path folder) {
        return open(folder, DatabaseOptions.DEFAULT);
    }

    /// As [#open(Path)], with options.
    public static Database open(Path folder, DatabaseOptions options) {
        Arguments.given(options, "the options of a database");
        return LocalDatabase.open(
                LocalDirectory.open(Arguments.given(folder, "the folder of a database")),
                options.models(),
                new StorageSettings(
                        new WriteBuffer(options.bufferPoints(), options.bufferBytes()),
                        options.sync(),
                        options.resources().memoryBytes(),
                        options.resources().mergeBytesPerSecond()),
                BuildOptions.threads(options.resources().buildThreads()),
                new LocalFolders(folder));
    }

    /// Makes the list of collections again of a database that cannot be opened because its newest
    /// list is damaged: from an older list, if one is left, and the folders that are there. A
    /// collection whose name is not known any more is called as its folder. A list that can be read
    /// stays as it is.
    ///
    /// @return what was done, a sentence each; empty if nothing was wrong
    /// @throws io.vecdb.api.DbException NOT_FOUND if there is no such folder; IN_USE;
    ///   UNSUPPORTED_FORMAT if a newer release wrote something of it; IO_ERROR
    public static List<String> repairCatalog(Path folder) {
        LocalFolders folders = new LocalFolders(null);
        // Refuses a folder that is not there, which the other one would create.
        folders.shared(Arguments.given(folder, "the folder of a database")).close();
        return CatalogRepair.run(folders.own(folder));
    }

    /// What is in an archive; needs no database. See [io.vecdb.api.Snapshots#read].
    ///
    /// @throws io.vecdb.api.DbException NOT_FOUND, CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    public static SnapshotInfo readSnapshot(Path archive) {
        return LocalSnapshots.read(new LocalFolders(null), archive);
    }

    /// The backups in a folder, oldest first; needs no database. See
    /// [io.vecdb.api.Snapshots#backups].
    ///
    /// @throws io.vecdb.api.DbException NOT_FOUND, CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    public static List<Backup> backups(Path folder) {
        return LocalSnapshots.backups(new LocalFolders(null), folder);
    }
}
