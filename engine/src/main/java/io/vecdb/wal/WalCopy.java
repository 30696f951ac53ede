package io.vecdb.wal;

import io.vecdb.storage.OutputFile;
import io.vecdb.wal.WalFiles.LogFile;

import java.io.IOException;
import java.lang.foreign.ValueLayout;

/// A new log file that records of others are copied to. It has no name, and is nothing, before
/// [#publish]. Not thread-safe.
final class WalCopy implements AutoCloseable {
    /// Records are written in pieces of about this size.
    private static final int WRITE_BYTES = 1 << 16;

    private final WalFiles files;
    private final WalHeader header;
    private final OutputFile draft;
    private final WalBuffer buffer = new WalBuffer();
    private long lastSequence;
    private boolean closed;

    /// Begins the file under the name of a draft.
    WalCopy(WalFiles files, WalHeader header) throws IOException {
        this.files = files;
        this.header = header;
        this.draft = files.draft(header);
        this.lastSequence = header.firstSequence() - 1;
    }

    /// Appends the record that a reader read last, which must be the next one.
    void add(WalReader reader, WalRecord record) throws IOException {
        byte[] body = reader.body(record).toArray(ValueLayout.JAVA_BYTE);
        append(
                record.syncedAt(header.firstSequence() - 1),
                new EncodedOperation(record.kind(), body));
        lastSequence = record.sequence();
        if (buffer.size() >= WRITE_BYTES) {
            flush();
        }
    }

    /// Ends the file with a mark, which is true as soon as the file has its name, and gives it that
    /// durably.
    LogFile publish(long millis) throws IOException {
        append(WalRecord.mark(lastSequence, millis), EncodedOperation.NOTHING);
        flush();
        draft.sync();
        long bytes = draft.length();
        close();
        files.publish(header);
        return new LogFile(header.number(), lastSequence, bytes);
    }

    private void append(WalRecord record, EncodedOperation body) {
        buffer.append(record, header, body, WalRecord.checksum(body));
    }

    private void flush() throws IOException {
        draft.write(buffer.content());
        buffer.clear();
    }

    /// Closes the draft, which stays behind unless it was published.
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            draft.close();
        }
    }
}
