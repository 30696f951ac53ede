package io.vecdb.storage;

import java.io.IOException;
import java.util.List;

/// All file access of a database goes through this seam, so that a test can put a disk there that
/// drops, tears and reorders what was not synced, or fails at the n-th call.
///
/// Names are relative paths with `/` between folders and name; folders come into being with their
/// first file. Thread-safe.
public interface Directory extends AutoCloseable {
    /// Opens a file for writing behind its first `length` bytes; what was beyond them is cut off.
    /// With length 0 the file is created and must not exist yet.
    OutputFile write(String name, long length) throws IOException;

    /// Maps a whole file for reading.
    InputFile read(String name) throws IOException;

    /// The names of the files and folders directly in a folder (`""` is the root), sorted, without
    /// the folder's own name; empty if the folder does not exist.
    List<String> list(String folder) throws IOException;

    /// Deletes a file, or a folder with everything in it.
    void delete(String name) throws IOException;

    /// Gives a file another name in the same folder, atomically, replacing what has that name.
    void rename(String from, String to) throws IOException;

    /// Makes creations, renames and deletions in a folder durable.
    void sync(String folder) throws IOException;

    /// Gives the directory up, so that another process may open it.
    @Override
    void close();
}
