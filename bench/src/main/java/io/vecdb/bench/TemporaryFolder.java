package io.vecdb.bench;

import io.vecdb.api.DbException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder to write to that is gone at the end, whether the benchmark is done, fails or is told to
/// stop by a signal.
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteAtExit));
    }

    /// Which disk is measured.
    static final class Place {
        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description =
                        "folder on the disk to measure; what is written there is deleted at the end"
                                + " (default: the system's folder for temporary files)")
        private @Nullable Path parent;

        TemporaryFolder create() throws IOException {
            if (parent != null && !Files.isDirectory(parent)) {
                throw DbException.notFound(
                        "There is no folder '"
                                + parent
                                + "'; create it, or name another with --data-dir.");
            }
            return new TemporaryFolder(
                    parent == null
                            ? Files.createTempDirectory("vecdb-bench")
                            : Files.createTempDirectory(parent, "vecdb-bench"));
        }
    }

    /// The folder, or the file or folder of this name in it, without what was there before.
    Path fresh(String name) throws IOException {
        Path fresh = path.resolve(name);
        delete(fresh);
        return fresh;
    }

    /// The folder itself.
    Path path() {
        return path;
    }

    /// Bytes of all files in a folder and those below it.
    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : tree(folder)) {
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : tree(folder)) {
            Files.deleteIfExists(file);
        }
    }

    /// What lies below a folder, and itself at the end.
    private static List<Path> tree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private void deleteAtExit() {
        try {
            delete(path);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("'" + path + "' could not be deleted: " + e);
        }
    }
}
