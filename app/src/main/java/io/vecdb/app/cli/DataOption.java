package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The option that says where the database is.
public final class DataOption {
    /// Every database has one; the folders of its collections lie beside it.
    private static final String CATALOG = "manifest-*";

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
    /// @throws DbException NOT_FOUND if no database is there
    public Path existingFolder() {
        if (!holdsDatabase(folder)) {
            throw DbException.notFound(
                    "There is no database in "
                            + folder
                            + "; create one with 'vecdb collection create' or 'vecdb import', or"
                            + " say where it is with --data DIR.");
        }
        return folder;
    }

    private static boolean holdsDatabase(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> catalogs = Files.newDirectoryStream(folder, CATALOG)) {
            return catalogs.iterator().hasNext();
        } catch (IOException e) {
            throw new DbException(
                    ErrorCode.IO_ERROR, folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
