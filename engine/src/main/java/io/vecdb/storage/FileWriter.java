package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Writes one immutable file with a versioned header and a checksum for every block.
///
/// Positions are those of the body, which begins 64-byte-aligned in the file and so in memory once
/// the file is mapped: what is aligned here is aligned there. A file that is closed before [#end()]
/// has no trailer and is refused by [FileReader]. Not thread-safe. Holds one 256 KiB buffer until
/// it is ended, and four bytes for each 64 KiB written.
public final class FileWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 * FileLayout.BLOCK_BYTES;
    private static final byte[] NO_BYTES = {};

    private final String name;
    private final OutputFile file;
    private final byte[] header;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private MemorySegment bufferSegment = MemorySegment.ofArray(buffer);
    private int buffered;
    private long flushed;
    private int[] blockCrcs = new int[16];
    private int blockCount;
    private boolean ended;
    private boolean closed;

    private FileWriter(String name, OutputFile file, FileFormat format) {
        this.name = name;
        this.file = file;
        this.header = FileLayout.header(format);
    }

    /// Creates the file.
    ///
    /// @throws DbException IO_ERROR if it exists or cannot be created
    public static FileWriter create(Directory directory, String name, FileFormat format) {
        OutputFile file;
        try {
            file = directory.create(name);
        } catch (IOException e) {
            throw StorageErrors.io("create", name, e);
        }
        FileWriter writer = new FileWriter(name, file, format);
        try {
            file.write(ByteBuffer.wrap(writer.header));
            return writer;
        } catch (IOException e) {
            writer.close();
            throw StorageErrors.io("write to", name, e);
        }
    }

    /// The file's name in its directory.
    public String name() {
        return name;
    }

    /// Bytes of body written so far.
    public long position() {
        return flushed + buffered;
    }

    /// Appends bytes.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void write(byte[] bytes, int offset, int length) {
        requireOpen();
        for (int done = 0; done < length; ) {
            int step = Math.min(length - done, room(1));
            System.arraycopy(bytes, offset + done, buffer, buffered, step);
            buffered += step;
            done += step;
        }
    }

    /// Appends bytes of a segment.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void write(MemorySegment bytes, long offset, long length) {
        requireOpen();
        for (long done = 0; done < length; ) {
            int step = (int) Math.min(length - done, room(1));
            MemorySegment.copy(bytes, offset + done, bufferSegment, buffered, step);
            buffered += step;
            done += step;
        }
    }

    /// Appends a byte.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void writeByte(int value) {
        requireOpen();
        room(1);
        buffer[buffered++] = (byte) value;
    }

    /// Appends a 32-bit integer, little-endian.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void writeInt(int value) {
        requireOpen();
        if (buffered + Integer.BYTES > BUFFER_BYTES) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                writeByte(value >>> shift);
            }
            return;
        }
        bufferSegment.set(LittleEndian.INT, buffered, value);
        buffered += Integer.BYTES;
    }

    /// Appends a 64-bit integer, little-endian.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void writeLong(long value) {
        writeInt((int) value);
        writeInt((int) (value >>> Integer.SIZE));
    }

    /// Appends a float32, little-endian.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    /// Appends zeros until the position is a multiple of `bytes`.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void align(int bytes) {
        while (position() % bytes != 0) {
            writeByte(0);
        }
    }

    /// Writes the footer, makes the file's content durable and closes it. The file's name is
    /// durable once its folder was synced.
    ///
    /// @return what identifies the file's content
    /// @throws DbException IO_ERROR that names the file, which must then be given up
    public FileStamp finish() {
        FileStamp stamp = end();
        sync();
        return stamp;
    }

    /// Writes the footer. The file can be read from now on, and is durable after [#sync()]: several
    /// files are synced faster when all of them are written.
    ///
    /// @return what identifies the file's content
    /// @throws DbException IO_ERROR that names the file, which must then be given up
    public FileStamp end() {
        requireOpen();
        flush();
        byte[] footer = FileLayout.footer(header, flushed, Arrays.copyOf(blockCrcs, blockCount));
        write(footer, footer.length);
        ended = true;
        buffer = NO_BYTES;
        bufferSegment = MemorySegment.ofArray(buffer);
        return new FileStamp(file.length(), FileLayout.footerCrc(MemorySegment.ofArray(footer)));
    }

    /// Makes the content of a file that was ended durable, and closes it.
    ///
    /// @throws DbException IO_ERROR that names the file, which must then be given up
    public void sync() {
        if (closed || !ended) {
            throw new DbException(
                    ErrorCode.INTERNAL, "File '" + name + "' is not one that is to be synced.");
        }
        try {
            file.sync();
        } catch (IOException e) {
            throw StorageErrors.io("sync", name, e);
        } finally {
            close();
        }
    }

    /// Closes the file; without [#finish()] before, it is to be deleted by whoever cleans up.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw StorageErrors.io("close", name, e);
        }
    }

    /// Makes room for at least so many bytes and says how much there is; the buffer is flushed only
    /// when it is full, so that flushes fall on block boundaries.
    private int room(int bytes) {
        if (buffered + bytes > BUFFER_BYTES) {
            flush();
        }
        return BUFFER_BYTES - buffered;
    }

    private void flush() {
        for (int from = 0; from < buffered; from += FileLayout.BLOCK_BYTES) {
            int length = Math.min(FileLayout.BLOCK_BYTES, buffered - from);
            if (blockCount == blockCrcs.length) {
                blockCrcs = Arrays.copyOf(blockCrcs, 2 * blockCount);
            }
            blockCrcs[blockCount++] = Checksums.crc32c(buffer, from, length);
        }
        write(buffer, buffered);
        flushed += buffered;
        buffered = 0;
    }

    private void write(byte[] bytes, int length) {
        try {
            file.write(ByteBuffer.wrap(bytes, 0, length));
        } catch (IOException e) {
            close();
            throw StorageErrors.io("write to", name, e);
        }
    }

    private void requireOpen() {
        if (closed || ended) {
            throw new DbException(
                    ErrorCode.INTERNAL, "File '" + name + "' is closed and cannot be written to.");
        }
    }
}
