package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.replication.Operation;
import io.vecdb.storage.Directory;
import io.vecdb.wal.WalFiles.LogFile;

import java.security.SecureRandom;
import java.util.function.BiConsumer;

/// The log on the local disk: files of records, appended to by this process only, synced in groups.
///
/// After a failed write or sync nothing is written any more (POISONED) until the log is opened
/// anew; a sync is never tried a second time.
///
/// Thread-safe. Holds at most two buffers of [WalBuffer#LIMIT_BYTES].
public final class WriteAheadLog implements OperationLog {
    /// Makes the keys of log files, which must not be guessed by who writes payloads.
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WalFiles files;
    private final WalWriter writer;
    private final Object releasing = new Object();

    private WriteAheadLog(WalFiles files, WalWriter writer) {
        this.files = files;
        this.writer = writer;
    }

    /// Opens the log of a folder: replays every operation behind `fromSequence` in order, ignores a
    /// torn tail, and is then ready for appends. What was replayed is durable when this returns.
    ///
    /// @param folder the log's folder in the directory; need not exist
    /// @param fromSequence up to where the sealed segments hold everything; numbering goes on
    ///   behind it or behind the log's last record, whichever is later
    /// @param replay receives sequence number and operation
    /// @throws DbException CORRUPT (file and byte) if a record that was synced is damaged or
    ///   missing; UNSUPPORTED_FORMAT; IO_ERROR
    public static WriteAheadLog open(
            Directory directory,
            String folder,
            WalOptions options,
            long fromSequence,
            BiConsumer<Long, Operation> replay) {
        WalFiles files = new WalFiles(directory, folder);
        WalRecovery.Recovered recovered =
                WalRecovery.recover(files, fromSequence, replay, RANDOM::nextInt);
        return new WriteAheadLog(files, new WalWriter(files, options, RANDOM::nextInt, recovered));
    }

    /// As the interface says. Costs a copy, and a write only when a buffer or a file is full.
    @Override
    public long append(byte[] operation) {
        requireSize(operation.length);
        return writer.append(operation);
    }

    @Override
    public void sync(long sequence) {
        writer.sync(sequence);
    }

    /// As the interface says. Files go oldest first; a file stays if one record in it is needed.
    @Override
    public void release(long sequence) {
        synchronized (releasing) {
            writer.retireIfAllWithin(sequence);
            LogFile oldest = writer.oldestFull();
            while (oldest != null && oldest.lastSequence() <= sequence) {
                files.delete(oldest.number());
                writer.forgetOldestFull();
                oldest = writer.oldestFull();
            }
        }
    }

    @Override
    public long lastSequence() {
        return writer.lastSequence();
    }

    @Override
    public long diskBytes() {
        return writer.diskBytes();
    }

    /// Syncs, writes the mark that lets the next process trust every record, and closes. A poisoned
    /// log is closed without another attempt to write.
    @Override
    public void close() {
        writer.close();
    }

    private static void requireSize(int bytes) {
        if (bytes < 1 || bytes > Limits.WRITE_BYTES) {
            throw new DbException(
                    bytes < 1 ? ErrorCode.INTERNAL : ErrorCode.LIMIT_EXCEEDED,
                    "A write takes 1 to "
                            + Limits.WRITE_BYTES
                            + " bytes in the log, and this one takes "
                            + bytes
                            + "; split it into smaller batches.");
        }
    }
}
