package io.vecdb.wal;

import io.vecdb.storage.FileHeader;
import io.vecdb.storage.OutputFile;
import io.vecdb.storage.StorageErrors;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The log file that is appended to. [#write] and [#sync] may run side by side; all else is guarded
/// by the log's lock.
final class ActiveFile implements AutoCloseable {
    private final WalHeader header;
    private final OutputFile output;
    private final String name;
    private long bytes = FileHeader.BYTES;

    ActiveFile(WalHeader header, String name, OutputFile output) {
        this.header = header;
        this.name = name;
        this.output = output;
    }

    WalHeader header() {
        return header;
    }

    /// Length of the file once what is being written is written.
    long bytes() {
        return bytes;
    }

    /// Counts bytes that are about to be written.
    void add(long more) {
        bytes += more;
    }

    /// Whether a record has to go to the next file. The first record of a file always fits.
    ///
    /// @param buffered bytes that are still to be written
    /// @param more bytes of the record
    boolean isFull(long buffered, long more, long limit) {
        long behind = bytes + buffered;
        return behind > FileHeader.BYTES && behind + more > limit;
    }

    void write(ByteBuffer records, byte[] largeBody) throws IOException {
        output.write(records);
        if (largeBody.length > 0) {
            output.write(ByteBuffer.wrap(largeBody));
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
