package io.vecdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file being written without going back. Not thread-safe, except that [#sync()] may run beside
/// writes: it covers those that returned before it was called.
public interface OutputFile extends AutoCloseable {
    /// Writes all remaining bytes of the buffer behind what was written before.
    void write(ByteBuffer bytes) throws IOException;

    /// Makes the file at least so many bytes long, by zeros behind its end. Writes that stay within
    /// have the disk's blocks already, and a sync of them has only data to write.
    void reserve(long bytes) throws IOException;

    /// Makes everything written so far durable: bytes and length of the file, not its dates.
    void sync() throws IOException;

    /// How long the file is now, in bytes.
    long length();

    @Override
    void close() throws IOException;
}
