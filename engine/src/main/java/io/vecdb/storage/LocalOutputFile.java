package io.vecdb.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;

/// A file of the local disk being written.
///
/// On a [RandomAccessFile] and not a channel, because a channel closes itself under all its users
/// when one thread that uses it is interrupted, and whose thread an embedded database runs on is
/// not its own choice.
final class LocalOutputFile implements OutputFile {
    /// What is copied at a time out of a buffer that has no array.
    private static final int COPY_BYTES = 1 << 16;

    private final RandomAccessFile file;
    private long length;

    /// @param file stands at its end
    LocalOutputFile(RandomAccessFile file, long length) {
        this.file = file;
        this.length = length;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (bytes.hasArray()) {
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
            bytes.position(bytes.limit());
        } else {
            byte[] chunk = new byte[Math.min(COPY_BYTES, count)];
            while (bytes.hasRemaining()) {
                int step = Math.min(chunk.length, bytes.remaining());
                bytes.get(chunk, 0, step);
                file.write(chunk, 0, step);
            }
        }
        length += count;
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
