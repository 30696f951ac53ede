package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.api.LogStats;
import io.vecdb.api.SyncPolicy;
import io.vecdb.api.VerifyReport;
import io.vecdb.storage.Directory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The log on the local disk: files of records, appended to by this process only, synced in groups.
///
/// After a failed write or sync, in the background too, nothing is written any more (POISONED)
/// until the log is opened anew; a sync is never tried a second time.
///
/// Thread-safe. Holds at most two buffers of [WalBuffer#LIMIT_BYTES].
public final class WriteAheadLog implements OperationLog {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);

    /// Makes the keys of log files, which must not be guessed by who writes payloads.
    private static final SecureRandom RANDOM = new SecureRandom();

    /// In place of a sequence number for [#verify]: that of the last write which the log does not
    /// hold.
    public static final long FROM_ITS_BEGINNING = -1;

    /// A write of so many bytes is synced while the writer still applies it.
    private static final int EARLY_BYTES = 128 << 10;

    private final WalOptions options;
    private final WalFiles files;
    private final FinishedFiles finished;
    private final WalWriter writer;
    private final RecoveryReport recovery;

    /// Whether the end of an interval is awaited.
    private final AtomicBoolean syncScheduled = new AtomicBoolean();

    /// Whether a thread is about to sync before it is asked to.
    private final AtomicBoolean earlySync = new AtomicBoolean();

    private WriteAheadLog(WalFiles files, WalOptions options, WalRecovery.Recovered recovered) {
        this.files = files;
        this.options = options;
        this.recovery = recovered.report();
        this.finished = new FinishedFiles(files, recovered.files(), options.segmentBytes());
        this.writer = new WalWriter(files, finished, options, RANDOM::nextInt, recovered);
    }

    /// Opens the log of a folder: replays every operation behind `fromSequence` in order, ignores a
    /// torn tail, and is then ready for appends. What was replayed is durable when this returns.
    ///
    /// @param folder the log's folder in the directory; need not exist
    /// @param fromSequence up to where the sealed segments hold everything; numbering goes on
    ///   behind it or behind the log's last record, whichever is later
    /// @param replay receives sequence number and operation
    /// @throws DbException CORRUPT (file and byte) if a record that was synced is damaged or
    ///   missing, or a file is of another owner; UNSUPPORTED_FORMAT; IO_ERROR
    public static WriteAheadLog open(
            Directory directory,
            String folder,
            WalOptions options,
            long fromSequence,
            Replay replay) {
        WalFiles files = new WalFiles(directory, folder);
        WalRecovery recovery = new WalRecovery(files, options, RANDOM::nextInt);
        return new WriteAheadLog(files, options, recovery.run(fromSequence, replay));
    }

    /// Reads every record that opening the log would read, and says what is damaged. Changes
    /// nothing. The log must not be open.
    ///
    /// Damage to the records that were synced last, in a log that was not closed, is taken for a
    /// torn tail, as opening takes it.
    ///
    /// @param owner id of the collection that the log belongs to
    /// @param fromSequence up to where the sealed segments hold everything; files that hold nothing
    ///   behind it are not read. [#FROM_ITS_BEGINNING] reads all files
    /// @throws DbException IO_ERROR
    public static VerifyReport verify(
            Directory directory, String folder, long owner, long fromSequence) {
        return new WalVerification(new WalFiles(directory, folder), owner, fromSequence).run();
    }

    /// Makes a damaged log one that opens: copies the operations before the first that is lost into
    /// a new file, which takes the place of the others, and gives up all behind it. They stay, and
    /// the next opening deletes them: who wants them copies them before. A log that is sound stays
    /// as it is. The log must not be open.
    ///
    /// @param owner id of the collection that the log belongs to
    /// @param fromSequence up to where the sealed segments hold everything
    /// @throws DbException IO_ERROR, or UNSUPPORTED_FORMAT if a newer release wrote the log; then
    ///   nothing has changed
    public static LogRepair repair(
            Directory directory, String folder, long owner, long fromSequence) {
        WalVerification verification =
                new WalVerification(new WalFiles(directory, folder), owner, fromSequence);
        var _ = verification.run();
        return verification.repair(RANDOM.nextInt(), InstantSource.system().millis());
    }

    /// Reads the files of this log to which nothing is appended any more, and says what is damaged.
    /// Any thread may call this; a file's release waits while it is read.
    ///
    /// @throws DbException IO_ERROR
    public VerifyReport verifyFinished() {
        WalVerification verification = new WalVerification(files, options.owner(), 0);
        finished.read(verification::readFinished);
        return verification.report();
    }

    /// As the interface says. Costs a copy, and a write only when a buffer or a file is full. The
    /// sync of a large write begins in the background.
    @Override
    public long append(EncodedOperation operation) {
        requireSize(operation.bytes());
        long sequence = writer.append(operation);
        if (operation.bytes() >= EARLY_BYTES
                && options.sync() instanceof SyncPolicy.Always
                && earlySync.compareAndSet(false, true)) {
            schedule(this::syncEarly, Duration.ZERO, earlySync);
        }
        return sequence;
    }

    /// Has something done beside the writers.
    ///
    /// @param awaited is down again if no thread can be had, which is no reason to fail a write
    /// @return whether it will be done
    private boolean schedule(Runnable sync, Duration delay, AtomicBoolean awaited) {
        try {
            options.timer().schedule(sync, delay);
            return true;
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            awaited.set(false);
            LOG.warn("There is no thread to sync a log in the background: {}", e.getMessage());
            return false;
        }
    }

    /// Who waits for the write is told if this fails.
    private void syncEarly() {
        earlySync.set(false);
        try {
            writer.syncEarly();
        } catch (DbException e) {
            LOG.debug("A log could not be synced ahead of its writers.", e);
        }
    }

    @Override
    public void commit(long sequence) {
        switch (options.sync()) {
            case SyncPolicy.Always() -> writer.sync(sequence);
            case SyncPolicy.Never() -> writer.write(sequence);
            case SyncPolicy.Interval interval -> {
                writer.write(sequence);
                if (syncScheduled.compareAndSet(false, true)
                        && !schedule(this::syncDue, interval.every(), syncScheduled)) {
                    writer.sync(sequence);
                }
            }
        }
    }

    /// The end of an interval. What comes from here on waits for the next.
    private void syncDue() {
        syncScheduled.set(false);
        try {
            writer.sync(writer.stats().lastSequence());
        } catch (DbException e) {
            LOG.error("A log could not be synced in the background: {}", e.getMessage());
        }
    }

    @Override
    public void sync(long sequence) {
        writer.sync(sequence);
    }

    /// As the interface says. Files go oldest first; a file stays if one record in it is needed.
    /// Some are kept to be used again, unless nothing in the log is needed any more.
    @Override
    public void release(long sequence) {
        boolean idle = writer.retireIfAllWithin(sequence);
        finished.release(sequence, idle);
    }

    @Override
    public LogStats stats() {
        return writer.stats();
    }

    /// What opening the log found.
    public RecoveryReport recovery() {
        return recovery;
    }

    /// Syncs, writes the mark that lets the next process trust every record, and closes. A poisoned
    /// log is closed without another attempt to write.
    @Override
    public void close() {
        writer.close();
        finished.deleteFree();
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
