package io.vecdb.wal;

import io.vecdb.wal.WalFiles.LogFile;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// The files of a log that are not appended to any more: those with records that may be needed,
/// oldest first, and free ones that wait to be used again.
///
/// A file's name is durably gone before the file counts as free: were its header overwritten while
/// a power loss could still bring the name back, the log would hold a file that is another's.
///
/// Thread-safe. Only [#release] and [#deleteFree] do I/O, and nobody else waits for them.
final class FinishedFiles {
    /// As many as are filled while one flush runs; more would only take room.
    private static final int FREE_MOST = 2;

    private final WalFiles files;
    private final long usefulBytes;
    private final Object releasing = new Object();
    private final Deque<LogFile> needed;
    private final Deque<LogFile> free = new ArrayDeque<>();

    /// @param recovered files that hold records, oldest first
    /// @param segmentBytes size of a full file; those of half of it are worth keeping
    FinishedFiles(WalFiles files, List<LogFile> recovered, long segmentBytes) {
        this.files = files;
        this.needed = new ArrayDeque<>(recovered);
        this.usefulBytes = segmentBytes / 2;
    }

    synchronized void add(LogFile file) {
        needed.add(file);
    }

    /// A file to be used again, if there is one; from now on the caller's.
    synchronized @Nullable LogFile takeFree() {
        return free.poll();
    }

    synchronized long bytes() {
        return needed.stream().mapToLong(LogFile::bytes).sum()
                + free.stream().mapToLong(LogFile::bytes).sum();
    }

    /// Frees or deletes the files with nothing behind this sequence number. Oldest first, and a
    /// file stays if one record in it is needed.
    ///
    /// @param idle whether there is no active file: a log that nobody writes to keeps no free files
    void release(long sequence, boolean idle) {
        synchronized (releasing) {
            boolean emptied = idle && newest() <= sequence;
            List<LogFile> freed = new ArrayList<>();
            for (LogFile file = oldest(); file != null; file = oldest()) {
                if (file.lastSequence() > sequence) {
                    break;
                }
                if (!emptied && isUseful(file, freed.size())) {
                    files.free(file.number());
                    freed.add(file);
                } else {
                    files.delete(file.number());
                }
                forgetOldest();
            }
            if (!freed.isEmpty()) {
                files.sync();
                addFree(freed);
            }
            if (emptied) {
                deleteFree();
            }
        }
    }

    /// Has the files read that hold records, oldest first. None is released while it is read.
    void read(Consumer<LogFile> reader) {
        for (LogFile file : listed()) {
            synchronized (releasing) {
                if (listed().contains(file)) {
                    reader.accept(file);
                }
            }
        }
    }

    private synchronized List<LogFile> listed() {
        return List.copyOf(needed);
    }

    /// Deletes the free files.
    void deleteFree() {
        for (LogFile file = takeFree(); file != null; file = takeFree()) {
            files.deleteFree(file.number());
        }
    }

    private synchronized boolean isUseful(LogFile file, int freed) {
        return file.bytes() >= usefulBytes && free.size() + freed < FREE_MOST;
    }

    private synchronized void addFree(List<LogFile> freed) {
        free.addAll(freed);
    }

    private synchronized @Nullable LogFile oldest() {
        return needed.peek();
    }

    private synchronized long newest() {
        return needed.isEmpty() ? 0 : needed.getLast().lastSequence();
    }

    private synchronized void forgetOldest() {
        needed.remove();
    }
}
