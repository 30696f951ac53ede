package io.vecdb.wal;

import io.vecdb.storage.FileHeader;
import io.vecdb.storage.OutputFile;
import io.vecdb.storage.StorageErrors;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The log file that is appended to. [#write] and [#sync] may run side by side; all else is guarded
/// by the log's lock.
///
/// Small writes at the end of a file are slow to sync: each makes the file system find blocks and
/// note a length. So zeros are written ahead of them, the more the longer the file is already. A
/// file that is used again has its blocks, and large writes are hardly slowed by needing some.
final class ActiveFile implements AutoCloseable {
    /// Writes of fewer bytes are small.
    private static final int SMALL_BYTES = 64 << 10;

    private static final int AHEAD_BYTES_LEAST = 16 << 10;
    private static final int AHEAD_BYTES_MOST = 1 << 20;

    private static final byte[] ZEROS = new byte[WalRecord.ALIGNMENT];

    private final WalHeader header;
    private final String name;
    private final OutputFile output;
    private final long limit;
    private long end = FileHeader.BYTES;
    private long length;

    /// @param output stands behind the header
    /// @param limit size at which the file counts as full
    ActiveFile(WalHeader header, String name, OutputFile output, long limit) {
        this.header = header;
        this.name = name;
        this.output = output;
        this.limit = limit;
        this.length = output.length();
    }

    WalHeader header() {
        return header;
    }

    /// Length of the file once what is being written is written.
    long length() {
        return length;
    }

    /// Counts bytes that are about to be written.
    void add(long more) {
        end += more;
        if (end > length) {
            long ahead = Math.clamp(length, AHEAD_BYTES_LEAST, AHEAD_BYTES_MOST);
            length = more < SMALL_BYTES ? Math.max(end, Math.min(end + ahead, limit)) : end;
        }
    }

    /// Whether a record has to go to the next file. The first record of a file always fits.
    ///
    /// @param buffered bytes that are still to be written
    /// @param more bytes of the record
    boolean isFull(long buffered, long more) {
        long behind = end + buffered;
        return behind > FileHeader.BYTES && behind + more > limit;
    }

    /// Writes what was counted last: records, the last of which may have its body beside them.
    void write(ByteBuffer records, EncodedOperation largeBody) throws IOException {
        output.write(records);
        if (largeBody.bytes() > 0) {
            output.write(ByteBuffer.wrap(largeBody.content(), 0, largeBody.bytes()));
            output.write(ByteBuffer.wrap(ZEROS, 0, WalRecord.padding(largeBody.bytes())));
        }
        if (length > output.length()) {
            output.reserve(length);
        }
    }

    void sync() throws IOException {
        output.sync();
    }

    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            throw StorageErrors.io("close", name, e);
        }
    }
}
