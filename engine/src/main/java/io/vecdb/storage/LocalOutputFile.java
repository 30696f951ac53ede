package io.vecdb.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of the local disk being written.
///
/// On a [RandomAccessFile] and not a `FileChannel`, because such a channel closes itself under all
/// its users when one thread that uses it is interrupted, and whose thread an embedded database
/// runs on is not its own choice. Syncs go through an [AsynchronousFileChannel], which interrupts
/// do not close either, and which alone can leave out the file's dates: they change with every
/// write, and writing them costs a commit of the file system's journal.
final class LocalOutputFile implements OutputFile {
    /// What is copied at a time out of a buffer that has no array, and of zeros.
    private static final int COPY_BYTES = 1 << 16;

    private final RandomAccessFile file;
    private final AsynchronousFileChannel syncs;
    private long position;
    private long length;

    /// @param from stands there in the file
    private LocalOutputFile(RandomAccessFile file, AsynchronousFileChannel syncs, long from)
            throws IOException {
        this.file = file;
        this.syncs = syncs;
        this.position = from;
        this.length = file.length();
    }

    /// Opens a file that exists. The channel is opened before anything is written, so that it is
    /// told of every failure to write what was.
    static LocalOutputFile open(Path path, long from) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.length() < from) {
                throw new IOException(
                        "it has " + file.length() + " bytes, fewer than " + from + " to keep");
            }
            file.seek(from);
            return new LocalOutputFile(
                    file, AsynchronousFileChannel.open(path, StandardOpenOption.WRITE), from);
        } catch (IOException e) {
            file.close();
            throw e;
        }
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
        position += count;
        length = Math.max(length, position);
    }

    @Override
    public void reserve(long bytes) throws IOException {
        if (bytes <= length) {
            return;
        }
        byte[] zeros = new byte[(int) Math.min(COPY_BYTES, bytes - length)];
        file.seek(length);
        try {
            while (length < bytes) {
                int step = (int) Math.min(zeros.length, bytes - length);
                file.write(zeros, 0, step);
                length += step;
            }
        } finally {
            file.seek(position);
        }
    }

    @Override
    public void sync() throws IOException {
        syncs.force(false);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            syncs.close();
        }
    }
}
