package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/// Sees to it that one process, and one opener within it, has a folder: a system lock on the file
/// `LOCK`, which the system releases when the process ends however it ends, and a register of the
/// folders that this JVM has open. The file holds the owner's process id, for the message only.
///
/// The register comes first: on Linux, closing any second descriptor of the lock file would release
/// the process's lock.
final class DirectoryLock implements AutoCloseable {
    static final String FILE = "LOCK";

    private static final Set<Object> OPEN_HERE = ConcurrentHashMap.newKeySet();

    /// Channels to lock files that something else in this JVM had locked, by the file's key. They
    /// are used again by the next try and never closed before: that would release the other's lock.
    private static final ConcurrentMap<Object, FileChannel> LEFT_OPEN = new ConcurrentHashMap<>();

    private static final Pattern PID = Pattern.compile("[0-9]{1,19}");

    private final Object folderKey;
    private final FileChannel channel;

    private DirectoryLock(Object folderKey, FileChannel channel) {
        this.folderKey = folderKey;
        this.channel = channel;
    }

    /// Takes the lock of an existing folder.
    ///
    /// @param folder its real path
    /// @throws DbException IN_USE
    static DirectoryLock take(Path folder) throws IOException {
        Object key = key(folder);
        if (!OPEN_HERE.add(key)) {
            throw inUse(folder, byThisProcess());
        }
        try {
            FileChannel channel = Uninterrupted.call(() -> lock(folder));
            return new DirectoryLock(key, channel);
        } catch (IOException | RuntimeException e) {
            OPEN_HERE.remove(key);
            throw e;
        }
    }

    /// Releases the lock; the file stays, since deleting it could take it from under the next
    /// owner.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageErrors.io("release the lock", FILE, e);
        } finally {
            OPEN_HERE.remove(folderKey);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel leftOpen = Files.exists(file) ? LEFT_OPEN.remove(key(file)) : null;
        FileChannel channel =
                leftOpen != null
                        ? leftOpen
                        : FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean close = true;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(folder, owner(file));
            }
            channel.truncate(0);
            byte[] pid =
                    Long.toString(ProcessHandle.current().pid())
                            .getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(pid), 0);
            close = false;
            return channel;
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.put(key(file), channel);
            close = false;
            throw inUse(folder, byThisProcess());
        } finally {
            if (close) {
                channel.close();
            }
        }
    }

    private static String byThisProcess() {
        return " by this process (pid " + ProcessHandle.current().pid() + ")";
    }

    /// Device and inode where the system has them, so that every path to a file is the same.
    private static Object key(Path path) throws IOException {
        Object fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return fileKey == null ? path : fileKey;
    }

    private static String owner(Path file) throws IOException {
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return PID.matcher(pid).matches()
                    ? " by the process with pid " + pid
                    : " by another process";
        } catch (NoSuchFileException e) {
            return " by another process";
        }
    }

    private static DbException inUse(Path folder, String owner) {
        return new DbException(
                ErrorCode.IN_USE,
                "The folder '"
                        + folder
                        + "' is in use"
                        + owner
                        + "; close it there, or open another folder.");
    }
}
