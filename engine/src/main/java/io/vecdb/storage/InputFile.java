package io.vecdb.storage;

import java.lang.foreign.MemorySegment;

/// A file mapped for reading; its bytes may be read from any thread until it is closed.
public interface InputFile extends AutoCloseable {
    /// The file's name in its [Directory].
    String name();

    /// The whole file, little-endian by convention.
    MemorySegment bytes();

    /// Unmaps the file. Reading its bytes afterwards throws `IllegalStateException`.
    @Override
    void close();
}
