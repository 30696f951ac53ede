package io.vecdb.storage;

import java.io.IOException;
import java.util.List;

/// All file access of a database goes through this seam, so that a test can put a disk there that
/// drops, tears and reorders what was not synced, or fails at the n-th call.
///
/// Names are relative paths with `/` between folders and name; folders come into being with their
/// first file. Thread-safe.
public interface Directory extends AutoCloseable {
    /// Creates a file, which must not exist yet, for writing from its beginning.
    OutputFile create(String name) throws IOException;

    /// Opens a file for writing over what it holds, from a byte within it or its end on. Nothing is
    /// cut off: the file stays as long as it is until writing goes beyond its end.
    OutputFile overwrite(String name, long from) throws IOException;

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
