package io.vecdb.storage;

import io.vecdb.api.DbException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Consumer;

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
        boolean right = false;
        try {
            reader.requireStamp(stamp);
            right = true;
            return reader;
        } finally {
            if (!right) {
                reader.close();
            }
        }
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

    /// Copies a file of it; see [FileCopy#copy].
    ///
    /// @param stamp what the file must be
    /// @throws DbException CORRUPT, also if it is missing; UNSUPPORTED_FORMAT or IO_ERROR
    public void copy(String name, FileStamp stamp, FileCopy.Sink sink) {
        try (InputFile file = directory.read(path(name))) {
            FileCopy.copy(path(name), file.bytes(), stamp, sink);
        } catch (NoSuchFileException e) {
            throw StorageErrors.corrupt(path(name), 0, "the file is missing", e);
        } catch (IOException e) {
            throw StorageErrors.io("read", path(name), e);
        }
    }

    /// Whether it has a file of this name whose header and footer say that it is the right one.
    ///
    /// @throws DbException IO_ERROR
    public boolean has(String name, FileStamp stamp) {
        try (InputFile file = directory.read(path(name))) {
            FileCopy.verify(path(name), file.bytes(), stamp);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw StorageErrors.io("read", path(name), e);
        } catch (DbException e) {
            LOG.warn("A file of a backup is copied anew: {}", e.getMessage());
            return false;
        }
    }

    /// Creates a file of raw bytes in it and makes its content durable.
    ///
    /// @param content writes the bytes
    /// @throws DbException IO_ERROR; the file is to be given up then
    public void write(String name, Consumer<FileCopy.Sink> content) {
        try (OutputFile out = directory.create(path(name))) {
            content.accept(
                    (bytes, offset, length) -> append(out, name, bytes.asSlice(offset, length)));
            out.sync();
        } catch (IOException e) {
            throw StorageErrors.io("write", path(name), e);
        }
    }

    private void append(OutputFile out, String name, MemorySegment bytes) {
        try {
            out.write(bytes.asByteBuffer());
        } catch (IOException e) {
            throw StorageErrors.io("write to", path(name), e);
        }
    }

    /// Gives a file of it another name in it, in place of what has that name.
    ///
    /// @throws DbException IO_ERROR
    public void rename(String from, String to) {
        try {
            directory.rename(path(from), path(to));
        } catch (IOException e) {
            throw StorageErrors.io("rename", path(from), e);
        }
    }

    /// Makes what was created, renamed and deleted in it durable.
    ///
    /// @throws DbException IO_ERROR
    public void sync() {
        try {
            directory.sync(path);
        } catch (IOException e) {
            throw StorageErrors.io(
                    "sync the folder", path.isEmpty() ? directory.toString() : path, e);
        }
    }

    /// Deletes a file in it.
    ///
    /// @throws DbException IO_ERROR
    public void delete(String name) {
        deletePath(path(name));
    }

    /// Deletes a file in it that nobody needs any more, if it is there. If that fails, the file
    /// stays until the folder's owner clears up, and the log says so: it is no reason to fail what
    /// succeeded.
    public void deleteOrLeave(String name) {
        try {
            delete(name);
        } catch (DbException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return;
            }
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
