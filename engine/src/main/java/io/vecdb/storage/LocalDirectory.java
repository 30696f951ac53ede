package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A folder of the local disk, held by one process at a time unless it is a shared one.
/// Thread-safe.
///
/// An interrupt of a calling thread neither fails a call nor closes a file.
public final class LocalDirectory implements Directory {
    /// Windows opens no folder as a file, and keeps names durable by itself.
    private static final boolean FOLDERS_CAN_BE_SYNCED = File.separatorChar == '/';

    private final Path root;
    private final @Nullable DirectoryLock lock;

    /// Folders whose own entries, up to the root, are known to be durable.
    private final Set<String> durableFolders = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private LocalDirectory(Path root, @Nullable DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Opens a folder, creating it if it is missing, and takes its lock.
    ///
    /// @throws DbException IN_USE if this or another process has it open (by whatever path);
    ///   IO_ERROR if it cannot be created or is not a folder
    public static Directory open(Path root) {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new NotDirectoryException(root.toString());
            }
            Files.createDirectories(root);
            Path real = root.toRealPath();
            if (Files.notExists(real.resolve(DirectoryLock.FILE))) {
                syncAbove(real);
            }
            return new LocalDirectory(real, DirectoryLock.take(real));
        } catch (IOException e) {
            throw StorageErrors.io("open the folder", root.toString(), e);
        }
    }

    /// A folder that exists and is not taken from others: for single files among foreign ones.
    ///
    /// @throws DbException IO_ERROR
    static Directory shared(Path root) {
        try {
            return new LocalDirectory(root.toRealPath(), null);
        } catch (IOException e) {
            throw StorageErrors.io("open the folder", root.toString(), e);
        }
    }

    @Override
    public OutputFile create(String name) throws IOException {
        Path path = resolve(name);
        Path parent = parentOf(path);
        Files.createDirectories(parent);
        if (!parent.toRealPath().equals(parent)) {
            throw new IOException("its folder is a link that leads to " + parent.toRealPath());
        }
        Files.createFile(path);
        return LocalOutputFile.open(path, 0);
    }

    @Override
    public OutputFile overwrite(String name, long from) throws IOException {
        Path path = resolve(name);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return LocalOutputFile.open(path, from);
    }

    @Override
    public InputFile read(String name) throws IOException {
        return MappedFile.open(name, resolve(name));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(resolveFolder(folder))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !(folder.isEmpty() && name.equals(DirectoryLock.FILE)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Path path = resolve(name);
        durableFolders.removeIf(folder -> folder.equals(name) || folder.startsWith(name + "/"));
        Files.walkFileTree(path, new Deletion());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = resolve(from);
        Path target = resolve(to);
        if (!parentOf(source).equals(parentOf(target))) {
            throw new IOException("'" + from + "' and '" + to + "' are in different folders");
        }
        Files.move(
                source,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void sync(String folder) throws IOException {
        syncFolder(resolveFolder(folder));
        // The folders above: their entries may have been made by us, or by a process that died.
        String child = folder;
        while (!child.isEmpty() && durableFolders.add(child)) {
            String parent = child.contains("/") ? child.substring(0, child.lastIndexOf('/')) : "";
            try {
                syncFolder(resolveFolder(parent));
            } catch (IOException e) {
                durableFolders.remove(child);
                throw e;
            }
            child = parent;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (lock != null) {
                lock.close();
            }
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /// Makes the root's own name durable, and those of the folders above it, which may have been
    /// created with it. Done before there is a lock file, so that it is done once.
    private static void syncAbove(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (!Files.isReadable(above) || !Files.getFileStore(above).equals(store)) {
                return;
            }
            syncFolder(above);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        if (!FOLDERS_CAN_BE_SYNCED) {
            return;
        }
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return folder;
        });
    }

    private Path resolveFolder(String folder) throws IOException {
        if (folder.isEmpty()) {
            requireOpen();
            return root;
        }
        return resolve(folder);
    }

    /// The place of a name. Names come from this engine, but some stand in files: none may lead out
    /// of the root.
    private Path resolve(String name) throws IOException {
        requireOpen();
        for (String part : name.split("/", -1)) {
            boolean plain = !part.isEmpty() && !part.equals(".") && !part.equals("..");
            if (!plain || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                throw new IOException("'" + name + "' is not a relative name");
            }
        }
        if (name.equals(DirectoryLock.FILE)) {
            throw new IOException("'" + name + "' is the lock's own file");
        }
        return root.resolve(name);
    }

    private void requireOpen() {
        if (closed) {
            throw new DbException(ErrorCode.CLOSED, "The folder '" + root + "' was closed.");
        }
    }

    private static Path parentOf(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("'" + path + "' has no folder above it");
        }
        return parent;
    }

    /// Deletes what it walks over; links are deleted, not followed.
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
