package io.vecdb.storage;

import io.vecdb.api.DbException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/// A folder of a [Directory], with failures as [DbException]s.
///
/// @param directory where it is
/// @param path its path there
public record Folder(Directory directory, String path) {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

    /// Creates an immutable file in it; see [FileWriter#create].
    public FileWriter create(String name, FileFormat format) {
        return FileWriter.create(directory, path(name), format);
    }

    /// Opens an immutable file in it; see [FileReader#open].
    public FileReader open(String name, FileFormat format) {
        return FileReader.open(directory, path(name), format);
    }

    /// As [#open(String, FileFormat)], for a file whose content is known.
    ///
    /// @param stamp what a manifest says that the file is
    /// @throws DbException CORRUPT also if it is a sound file, but another one
    public FileReader open(String name, FileFormat format, FileStamp stamp) {
        FileReader reader = open(name, format);
        FileStamp found = reader.stamp();
        if (found.equals(stamp)) {
            return reader;
        }
        reader.close();
        throw StorageErrors.corrupt(
                path(name),
                found.bytes() - FileLayout.TRAILER_BYTES,
                "it is another file than the one that the manifest names: it has "
                        + found
                        + ", expected are "
                        + stamp);
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

    /// Deletes a file in it that nobody needs any more. If that fails, the file stays until the
    /// folder's owner clears up, and the log says so: it is no reason to fail what succeeded.
    public void deleteOrLeave(String name) {
        try {
            delete(name);
        } catch (DbException e) {
            LOG.warn("A file that is not needed any more stays: {}", e.getMessage());
        }
    }

    /// Deletes the folder with everything in it, as [#deleteOrLeave] does.
    public void deleteAllOrLeave() {
        try {
            deletePath(path);
        } catch (DbException e) {
            LOG.warn("A folder that is not needed any more stays: {}", e.getMessage());
        }
    }

    /// The name that a file in it has in the directory, and in errors.
    public String path(String name) {
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
