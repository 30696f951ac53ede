package io.vecdb.wal;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Encoded records on their way to the file. Grows with what goes through it, up to a limit, so
/// that a log that is hardly written to takes hardly any memory. Not thread-safe.
final class WalBuffer {
    /// Most that is held.
    static final int LIMIT_BYTES = 1 << 20;

    /// Larger records bypass the buffer: for them, the copy costs more than a write of their own.
    static final int RECORD_BYTES_MOST = 128 << 10;

    private byte[] bytes = new byte[1 << 12];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    private int size;

    int size() {
        return size;
    }

    /// Bytes that it takes on the heap.
    long capacity() {
        return bytes.length;
    }

    boolean fits(long more) {
        return size + more <= LIMIT_BYTES;
    }

    /// Appends a record, whole or not at all.
    ///
    /// @param bodyCrc the body's checksum; consumed
    void append(WalRecord record, WalHeader file, EncodedOperation body, CRC32C bodyCrc) {
        int length = body.bytes();
        int padded = length + WalRecord.padding(length);
        reserve(WalRecord.HEAD_BYTES + padded);
        record.putHead(segment, size, file, bodyCrc);
        int at = size + WalRecord.HEAD_BYTES;
        System.arraycopy(body.content(), 0, bytes, at, length);
        Arrays.fill(bytes, at + length, at + padded, (byte) 0);
        size = at + padded;
    }

    /// Appends the head of a record whose body is written by itself.
    ///
    /// @param bodyCrc the body's checksum; consumed
    void appendHead(WalRecord record, WalHeader file, CRC32C bodyCrc) {
        reserve(WalRecord.HEAD_BYTES);
        record.putHead(segment, size, file, bodyCrc);
        size += WalRecord.HEAD_BYTES;
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    void clear() {
        size = 0;
    }

    private void reserve(int more) {
        int needed = size + more;
        if (needed > bytes.length) {
            int doubled = Math.min(2 * bytes.length, LIMIT_BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
            segment = MemorySegment.ofArray(bytes);
        }
    }
}
