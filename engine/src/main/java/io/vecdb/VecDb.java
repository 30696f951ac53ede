package io.vecdb;

import io.vecdb.api.Arguments;
import io.vecdb.api.Database;
import io.vecdb.collection.LocalDatabase;
import io.vecdb.collection.StorageSettings;
import io.vecdb.collection.WriteBuffer;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.LocalDirectory;

import java.nio.file.Path;

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
                BuildOptions.threads(options.resources().buildThreads()));
    }
}
