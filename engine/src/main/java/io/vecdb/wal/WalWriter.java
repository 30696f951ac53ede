package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.Poison;
import io.vecdb.wal.WalFiles.LogFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.zip.CRC32C;

/// Appends records to log files and syncs them in groups.
///
/// There are two buffers. Appends encode into one, while the other is being written to the file.
/// The thread that waits for durability first becomes the leader: it writes the buffer with one
/// call and syncs; threads that come meanwhile wait, and the leader after it syncs for all of them.
///
/// All state is guarded by one lock, which is given up during I/O; the flags `writing` and
/// `syncing` then say what a thread does to the active file. Thread-safe.
final class WalWriter {
    private static final byte[] NO_BODY = {};

    private final WalFiles files;
    private final WalOptions options;
    private final IntSupplier keys;
    private final Poison poison = new Poison();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final Deque<LogFile> full;
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
            WalFiles files, WalOptions options, IntSupplier keys, WalRecovery.Recovered recovered) {
        this.files = files;
        this.options = options;
        this.keys = keys;
        this.full = new ArrayDeque<>(recovered.files());
        this.lastNumber = recovered.lastNumber();
        this.lastSequence = recovered.lastSequence();
        this.writtenSequence = lastSequence;
        this.syncedSequence = lastSequence;
    }

    /// Appends a record; writes only when a buffer or a file is full.
    long append(byte[] operation) {
        CRC32C crc = new CRC32C();
        crc.update(operation);
        int bytes = WalRecord.HEAD_BYTES + operation.length;
        boolean large = bytes > WalBuffer.LIMIT_BYTES;
        lock.lock();
        try {
            ActiveFile file = makeRoom(bytes, large);
            long sequence = ++lastSequence;
            WalRecord record = new WalRecord(sequence, syncedSequence, operation.length);
            if (large) {
                filling.appendHead(record, file.header(), crc);
                write(file, operation);
            } else {
                filling.append(record, file.header(), operation, crc);
            }
            return sequence;
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
            if (sequence > lastSequence) {
                throw new DbException(
                        ErrorCode.INTERNAL,
                        "There is no sequence number "
                                + sequence
                                + " to sync; the last one is "
                                + lastSequence
                                + ".");
            }
            while (sequence > syncedSequence) {
                poison.check();
                if (syncing) {
                    changed.awaitUninterruptibly();
                } else {
                    syncAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    long lastSequence() {
        lock.lock();
        try {
            return lastSequence;
        } finally {
            lock.unlock();
        }
    }

    long diskBytes() {
        lock.lock();
        try {
            long fullBytes = full.stream().mapToLong(LogFile::bytes).sum();
            return active == null ? fullBytes : fullBytes + active.bytes();
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

    /// The oldest file that is not appended to any more.
    @Nullable LogFile oldestFull() {
        lock.lock();
        try {
            return full.peek();
        } finally {
            lock.unlock();
        }
    }

    /// Takes note that the oldest full file was deleted.
    void forgetOldestFull() {
        lock.lock();
        try {
            full.remove();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the active file if nothing in it is needed any more, so that it can be deleted too.
    void retireIfAllWithin(long sequence) {
        lock.lock();
        try {
            if (lastSequence <= sequence) {
                awaitIdle();
            }
            if (lastSequence <= sequence && !closed) {
                retire(false);
            }
        } finally {
            lock.unlock();
        }
    }

    // From here on: called with the lock, which the marked ones give up while they do I/O or wait.

    /// The active file, once it and the buffer have room for a record. Waits, does I/O.
    ///
    /// @param large whether the record goes around the buffer, so that nobody else may be writing
    private ActiveFile makeRoom(int bytes, boolean large) {
        while (true) {
            poison.check();
            if (closed) {
                throw new DbException(ErrorCode.CLOSED, "The log was closed.");
            }
            ActiveFile file = active;
            if (file == null || file.isFull(filling.size(), bytes, options.segmentBytes())) {
                if (idle()) {
                    roll();
                } else {
                    changed.awaitUninterruptibly();
                }
            } else if (large ? !writing : filling.fits(bytes)) {
                return file;
            } else if (writing) {
                changed.awaitUninterruptibly();
            } else {
                write(file, NO_BODY);
            }
        }
    }

    /// Hands the buffer, and then the body of a large record, to the file. Nobody else may be
    /// writing. Does I/O.
    private void write(ActiveFile file, byte[] largeBody) {
        WalBuffer outgoing = filling;
        filling = spare;
        spare = outgoing;
        file.add(outgoing.size() + largeBody.length);
        long last = lastSequence;
        writing = true;
        try {
            var _ =
                    withoutLock(() -> {
                        file.write(outgoing.content(), largeBody);
                        return file;
                    });
            writtenSequence = last;
        } finally {
            outgoing.clear();
            writing = false;
            changed.signalAll();
        }
    }

    /// Syncs everything appended so far; nobody else may be syncing. Waits, does I/O.
    private void syncAll() {
        ActiveFile file = Objects.requireNonNull(active);
        syncing = true;
        try {
            while (writing) {
                changed.awaitUninterruptibly();
            }
            poison.check();
            if (filling.size() > 0) {
                write(file, NO_BODY);
            }
            long last = writtenSequence;
            sync(file);
            syncedSequence = last;
        } finally {
            syncing = false;
            changed.signalAll();
        }
    }

    /// Begins the next file; the log must be idle. Does I/O.
    private void roll() {
        retire(false);
        WalHeader header = new WalHeader(++lastNumber, keys.getAsInt(), lastSequence + 1);
        syncing = true;
        try {
            active =
                    withoutLock(() ->
                            new ActiveFile(
                                    header, files.name(header.number()), files.create(header)));
        } finally {
            syncing = false;
            changed.signalAll();
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
        try (file) {
            if (poison.isPoisoned()) {
                return;
            }
            if (filling.size() > 0) {
                write(file, NO_BODY);
            }
            sync(file);
            syncedSequence = lastSequence;
            if (withMark) {
                filling.append(WalRecord.mark(lastSequence), file.header(), NO_BODY, new CRC32C());
                write(file, NO_BODY);
                sync(file);
            }
            full.add(new LogFile(file.header().number(), lastSequence, file.bytes()));
        } finally {
            syncing = false;
            changed.signalAll();
        }
    }

    private void sync(ActiveFile file) {
        var _ =
                withoutLock(() -> {
                    file.sync();
                    return file;
                });
    }

    private boolean idle() {
        return !writing && !syncing;
    }

    private void awaitIdle() {
        while (!idle()) {
            changed.awaitUninterruptibly();
        }
    }

    /// Does I/O while others may take the lock; whatever goes wrong poisons the log.
    private <T> T withoutLock(FileCall<T> call) {
        boolean done = false;
        lock.unlock();
        try {
            T result = call.run();
            done = true;
            return result;
        } catch (IOException e) {
            throw poison.poison(e);
        } finally {
            lock.lock();
            if (!done) {
                var _ = poison.poison(new IOException("a write to the log was abandoned"));
            }
        }
    }

    /// What is done without the lock.
    private interface FileCall<T> {
        T run() throws IOException;
    }
}
