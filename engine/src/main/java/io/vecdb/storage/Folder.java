package io.vecdb.storage;

import io.vecdb.api.DbException;

import java.io.IOException;
import java.util.List;

/// A folder of a [Directory], with failures as [DbException]s.
///
/// @param directory where it is
/// @param path its path there
public record Folder(Directory directory, String path) {
    /// Creates an immutable file in it; see [FileWriter#create].
    public FileWriter create(String name, FileFormat format) {
        return FileWriter.create(directory, path(name), format);
    }

    /// Opens an immutable file in it; see [FileReader#open].
    public FileReader open(String name, FileFormat format) {
        return FileReader.open(directory, path(name), format);
    }

    /// The names in it, sorted; none if it does not exist.
    ///
    /// @throws DbException IO_ERROR
    public List<String> list() {
        try {
            return directory.list(path);
        } catch (IOException e) {
            throw StorageErrors.io("list", path, e);
        }
    }

    /// Deletes a file in it.
    ///
    /// @throws DbException IO_ERROR
    public void delete(String name) {
        deletePath(path(name));
    }

    /// Deletes the folder with everything in it.
    ///
    /// @throws DbException IO_ERROR
    public void deleteAll() {
        deletePath(path);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private void deletePath(String file) {
        try {
            directory.delete(file);
        } catch (IOException e) {
            throw StorageErrors.io("delete", file, e);
        }
    }
}
