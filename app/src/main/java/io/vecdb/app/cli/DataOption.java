package io.vecdb.app.cli;

import io.vecdb.api.DbException;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;

/// The option that says where the database is.
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:VECDB_DATA:-data/vecdb}",
            description = "The database's folder (default: $VECDB_DATA or else ./data/vecdb).")
    private Path folder = Path.of("data", "vecdb");

    /// The folder, which need not exist.
    public Path folder() {
        return folder;
    }

    /// The folder of a database that is to be there already.
    ///
    /// @throws DbException NOT_FOUND if there is no such folder
    public Path existingFolder() {
        if (!Files.isDirectory(folder)) {
            throw DbException.notFound(
                    "There is no database in "
                            + folder
                            + "; create one with 'vecdb collection create' or 'vecdb import', or"
                            + " say where it is with --data DIR.");
        }
        return folder;
    }
}
