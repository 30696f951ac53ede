package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.LogStats;
import io.vecdb.wal.WalFiles.LogFile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.zip.CRC32C;

/// Appends records to log files, and writes and syncs them in groups.
///
/// There are two buffers. Appends encode into one, while the other is being written to the file.
/// The thread that waits for durability first becomes the leader: it writes the buffer with one
/// call and syncs; threads that come meanwhile wait, and the leader after it syncs for all of them,
/// and for those whom it can expect ([SyncGroup]).
///
/// All state is guarded by one lock, which is given up during I/O; the flags `writing` and
/// `syncing` then say what a thread does to the active file. Thread-safe.
final class WalWriter {
    /// Disks that sync more slowly gain nothing by more patience: who comes back comes at once.
    private static final Duration GROUP_WAIT_MOST = Duration.ofMillis(2);

    private final WalFiles files;
    private final FinishedFiles finished;
    private final WalOptions options;
    private final IntSupplier keys;
    private final LogLock lock = new LogLock();
    private final LogCounters counters = new LogCounters();
    private final SyncGroup group = new SyncGroup(lock.newCondition(), GROUP_WAIT_MOST);

    private @Nullable ActiveFile active;
    private int lastNumber;
    private WalBuffer filling = new WalBuffer();
    private WalBuffer spare = new WalBuffer();
    private boolean writing;
    private boolean syncing;
    private boolean closed;
    private long lastSequence;
    private long writtenSequence;
    private volatile long syncedSequence;

    /// @param keys gives each new file its key
    WalWriter(
            WalFiles files,
            FinishedFiles finished,
            WalOptions options,
            IntSupplier keys,
            WalRecovery.Recovered recovered) {
        this.files = files;
        this.finished = finished;
        this.options = options;
        this.keys = keys;
        this.lastNumber = recovered.lastNumber();
        this.lastSequence = recovered.lastSequence();
        this.writtenSequence = lastSequence;
        this.syncedSequence = lastSequence;
    }

    /// Appends a record; writes only when a buffer or a file is full.
    long append(EncodedOperation operation) {
        CRC32C crc = WalRecord.checksum(operation);
        long bytes = WalRecord.bytes(operation.bytes());
        boolean large = bytes > WalBuffer.RECORD_BYTES_MOST;
        lock.lock();
        try {
            ActiveFile file = makeRoom(bytes, large);
            long sequence = lastSequence + 1;
            long millis = options.clock().millis();
            WalRecord record =
                    new WalRecord(
                            sequence, syncedSequence, operation.kind(), millis, operation.bytes());
            if (large) {
                filling.appendHead(record, file.header(), crc);
            } else {
                filling.append(record, file.header(), operation, crc);
            }
            // Memory may have lacked up to here; a number that is taken must have its record.
            lastSequence = sequence;
            counters.appended(bytes);
            if (large) {
                write(file, operation);
            }
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when everything up to this sequence number is with the operating system.
    void write(long sequence) {
        lock.lock();
        try {
            requireAppended(sequence);
            lock.requireHealthy();
            while (sequence > writtenSequence) {
                if (writing) {
                    lock.changed().awaitUninterruptibly();
                } else {
                    write(Objects.requireNonNull(active), EncodedOperation.NOTHING);
                }
                lock.requireHealthy();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns when everything up to this sequence number is durable.
    void sync(long sequence) {
        if (sequence <= syncedSequence) {
            return;
        }
        lock.lock();
        try {
            requireAppended(sequence);
            int entered = group.enter();
            try {
                while (sequence > syncedSequence) {
                    lock.requireHealthy();
                    if (syncing) {
                        lock.changed().awaitUninterruptibly();
                    } else {
                        syncAll(false);
                    }
                }
            } finally {
                group.leave(entered);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Syncs what was appended, unless somebody does.
    void syncEarly() {
        lock.lock();
        try {
            if (!syncing && active != null && lastSequence > syncedSequence) {
                syncAll(true);
            }
        } finally {
            lock.unlock();
        }
    }

    LogStats stats() {
        lock.lock();
        try {
            long diskBytes = finished.bytes() + (active == null ? 0 : active.length());
            return counters.stats(lastSequence, diskBytes, filling.capacity() + spare.capacity());
        } finally {
            lock.unlock();
        }
    }

    /// Syncs, writes the mark that lets the next process trust every record, and closes. A poisoned
    /// log is closed without another attempt to write.
    void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                awaitIdle();
                retire(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the active file if nothing in it is needed any more, so that it can be deleted too.
    ///
    /// @return whether there is no active file now
    boolean retireIfAllWithin(long sequence) {
        lock.lock();
        try {
            if (lastSequence <= sequence) {
                awaitIdle();
            }
            if (lastSequence <= sequence && !closed) {
                retire(false);
            }
            return active == null;
        } finally {
            lock.unlock();
        }
    }

    // From here on: called with the lock, which the marked ones give up while they do I/O or wait.

    private void requireAppended(long sequence) {
        if (sequence > lastSequence) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "There is no write " + sequence + "; the last one is " + lastSequence + ".");
        }
    }

    /// The active file, once it and the buffer have room for a record. Waits, does I/O.
    ///
    /// @param large whether the record goes around the buffer, so that nobody else may be writing
    private ActiveFile makeRoom(long bytes, boolean large) {
        while (true) {
            lock.requireHealthy();
            if (closed) {
                throw new DbException(ErrorCode.CLOSED, "The log was closed.");
            }
            ActiveFile file = active;
            if (file == null || file.isFull(filling.size(), bytes)) {
                if (idle()) {
                    roll();
                } else {
                    lock.changed().awaitUninterruptibly();
                }
            } else if (large ? !writing : filling.fits(bytes)) {
                return file;
            } else if (writing) {
                lock.changed().awaitUninterruptibly();
            } else {
                write(file, EncodedOperation.NOTHING);
            }
        }
    }

    /// Hands the buffer, and then the body of a large record, to the file. Nobody else may be
    /// writing. Does I/O.
    private void write(ActiveFile file, EncodedOperation largeBody) {
        WalBuffer outgoing = filling;
        filling = spare;
        spare = outgoing;
        int large = largeBody.bytes();
        file.add(outgoing.size() + (long) large + WalRecord.padding(large));
        long last = lastSequence;
        writing = true;
        counters.wrote();
        boolean written = false;
        try {
            lock.unlocked(() -> file.write(outgoing.content(), largeBody));
            writtenSequence = last;
            written = true;
        } finally {
            lock.poisonUnless(written);
            outgoing.clear();
            writing = false;
            lock.changed().signalAll();
        }
    }

    /// Syncs everything appended so far, unless `early` with those who are expected; nobody else
    /// may be syncing. Waits, does I/O.
    private void syncAll(boolean early) {
        ActiveFile file = Objects.requireNonNull(active);
        syncing = true;
        try {
            if (!early) {
                group.await();
            }
            while (writing) {
                lock.changed().awaitUninterruptibly();
            }
            lock.requireHealthy();
            if (filling.size() > 0) {
                write(file, EncodedOperation.NOTHING);
            }
            long last = writtenSequence;
            group.begin(System.nanoTime());
            sync(file);
            group.synced(System.nanoTime());
            syncedSequence = last;
        } finally {
            syncing = false;
            lock.changed().signalAll();
        }
    }

    /// Begins the next file; the log must be idle. Does I/O.
    private void roll() {
        retire(false);
        WalHeader header =
                new WalHeader(options.owner(), ++lastNumber, keys.getAsInt(), lastSequence + 1);
        syncing = true;
        try {
            active =
                    lock.unlocked(() ->
                            new ActiveFile(
                                    header,
                                    files.name(header.number()),
                                    files.begin(header, finished.takeFree()),
                                    options.segmentBytes()));
        } finally {
            syncing = false;
            lock.changed().signalAll();
        }
    }

    /// Syncs and closes the active file, if there is one; the log must be idle. Does I/O.
    private void retire(boolean withMark) {
        ActiveFile file = active;
        if (file == null) {
            return;
        }
        // Without an active file, and with the flag up, appends wait.
        active = null;
        syncing = true;
        boolean retired = false;
        try (file) {
            if (lock.isPoisoned()) {
                return;
            }
            if (filling.size() > 0) {
                write(file, EncodedOperation.NOTHING);
            }
            sync(file);
            syncedSequence = lastSequence;
            if (withMark) {
                WalRecord mark = WalRecord.mark(lastSequence, options.clock().millis());
                filling.append(mark, file.header(), EncodedOperation.NOTHING, new CRC32C());
                write(file, EncodedOperation.NOTHING);
                sync(file);
            }
            finished.add(new LogFile(file.header().number(), lastSequence, file.length()));
            retired = true;
        } finally {
            lock.poisonUnless(retired);
            syncing = false;
            lock.changed().signalAll();
        }
    }

    private void sync(ActiveFile file) {
        counters.synced();
        lock.unlocked(file::sync);
    }

    private boolean idle() {
        return !writing && !syncing;
    }

    private void awaitIdle() {
        while (!idle()) {
            lock.changed().awaitUninterruptibly();
        }
    }
}
