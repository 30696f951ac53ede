package io.vecdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file being written from one end to the other. Not thread-safe, except that [#sync()] may run
/// beside writes: it covers those that returned before it was called.
public interface OutputFile extends AutoCloseable {
    /// Appends all remaining bytes of the buffer.
    void write(ByteBuffer bytes) throws IOException;

    /// Makes everything written so far durable.
    void sync() throws IOException;

    /// How long the file is now, in bytes.
    long length();

    @Override
    void close() throws IOException;
}
