package io.vecdb.storage;

import java.lang.foreign.MemorySegment;

/// Copies an immutable file of whatever format, and proves on the way that it is the one that is
/// meant and that every byte of it is what was written.
public final class FileCopy {
    /// Shortest length of such a file: header and trailer.
    public static final int BYTES_MIN = FileLayout.HEADER_BYTES + FileLayout.TRAILER_BYTES;

    private FileCopy() {}

    /// Takes the bytes of a file in their order.
    @FunctionalInterface
    public interface Sink {
        /// Takes the next bytes.
        ///
        /// @throws io.vecdb.api.DbException IO_ERROR
        void write(MemorySegment bytes, long offset, long length);
    }

    /// Copies a file. What has reached the sink when this fails is to be thrown away.
    ///
    /// @param name what errors call the file
    /// @param bytes the whole file
    /// @param stamp what the file must be
    /// @throws io.vecdb.api.DbException CORRUPT or UNSUPPORTED_FORMAT, or what the sink throws
    public static void copy(String name, MemorySegment bytes, FileStamp stamp, Sink sink) {
        long bodyBytes = verify(name, bytes, stamp);
        Blocks blocks = new Blocks(name, bytes, bodyBytes);
        sink.write(bytes, 0, FileLayout.HEADER_BYTES);
        for (long done = 0; done < bodyBytes; done += FileLayout.BLOCK_BYTES) {
            long length = Math.min(FileLayout.BLOCK_BYTES, bodyBytes - done);
            blocks.require(done, length);
            sink.write(bytes, FileLayout.HEADER_BYTES + done, length);
        }
        long footer = FileLayout.HEADER_BYTES + bodyBytes;
        sink.write(bytes, footer, bytes.byteSize() - footer);
    }

    /// Checks header and footer, and so which file it is.
    ///
    /// @return the length of the body
    /// @throws io.vecdb.api.DbException CORRUPT or UNSUPPORTED_FORMAT
    public static long verify(String name, MemorySegment bytes, FileStamp stamp) {
        long bodyBytes = FileLayout.verifyEnds(name, bytes);
        FileLayout.verifyStamp(name, bytes, stamp);
        return bodyBytes;
    }
}
