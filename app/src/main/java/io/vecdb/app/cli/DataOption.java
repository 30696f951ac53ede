package io.vecdb.app.cli;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The option that says where the database is.
public final class DataOption {
    private static final Path DEFAULT = Path.of("data", "vecdb");

    /// The list of its collections, or the folder of one: where either is, there is a database,
    /// perhaps a damaged one.
    private static final Pattern PART = Pattern.compile("manifest-[0-9]{19}|c-[0-9]+");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The database's folder (default: $VECDB_DATA or else ./data/vecdb).")
    private @Nullable Path folder;

    /// The folder, which need not exist.
    ///
    /// @throws UsageException if it cannot be a folder
    public Path folder() {
        return checked(folder == null ? DEFAULT : folder);
    }

    /// The folder of a database that is to be there already.
    ///
    /// @throws UsageException if it cannot be a folder
    /// @throws DbException NOT_FOUND if no database is there
    public Path existingFolder() {
        Path existing = folder();
        if (!holdsDatabase(existing)) {
            throw DbException.notFound(
                    "There is no database in "
                            + existing
                            + "; create one with 'vecdb collection create' or 'vecdb import', or"
                            + " say where it is with --data DIR.");
        }
        return existing;
    }

    /// The folder that an option names.
    ///
    /// @throws UsageException if it has no name, which would mean the current folder, or is a file
    public static Path checked(Path named) {
        if (named.toString().isBlank()) {
            throw new UsageException(
                    "Invalid value for option '--data': it is empty; name a folder, or leave it"
                            + " out.");
        }
        if (Files.isRegularFile(named)) {
            throw new UsageException(
                    "Invalid value for option '--data': " + named + " is a file, not a folder.");
        }
        return named;
    }

    /// Whether there is a database in a folder.
    ///
    /// @throws DbException IO_ERROR if the folder cannot be read
    public static boolean holdsDatabase(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(
                    entry -> PART.matcher(entry.getFileName().toString()).matches());
        } catch (IOException | UncheckedIOException e) {
            String reason =
                    e instanceof AccessDeniedException ? "access is denied" : e.getMessage();
            throw new DbException(
                    ErrorCode.IO_ERROR, folder + " cannot be read: " + reason + ".", e);
        }
    }
}
