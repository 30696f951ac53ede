package io.vecdb.storage;

import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders of the local disk.
///
/// @param database the folder in which nothing may be written or read, with all below it; null if
///   there is none
public record LocalFolders(@Nullable Path database) implements Folders {
    @Override
    public Directory shared(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw DbException.notFound(
                    "There is no folder '" + folder + "'; create it, or name another one.");
        }
        requireOutside(folder);
        return LocalDirectory.shared(folder);
    }

    @Override
    public Directory own(Path folder) {
        requireOutside(folder);
        return LocalDirectory.open(folder);
    }

    private void requireOutside(Path folder) {
        try {
            if (database != null && real(folder).startsWith(database.toRealPath())) {
                throw DbException.invalid(
                        "'"
                                + folder
                                + "' lies in the database's own folder '"
                                + database
                                + "'; name a folder outside of it, best on another disk.");
            }
        } catch (IOException e) {
            throw StorageErrors.io("look at the folder", folder.toString(), e);
        }
    }

    /// The real path of a folder of which the last parts may not exist yet.
    private static Path real(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent == null || Files.exists(absolute)
                ? absolute.toRealPath()
                : real(parent).resolve(absolute.getFileName());
    }
}
