package io.vecdb.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of a checkout, without what builds and runs leave in it.
final class SourceTree {
    private static final Set<String> NOT_SOURCE =
            Set.of(".git", "target", ".vecdb-build", ".idea", ".vscode", ".settings");

    private final Path root;

    SourceTree(Path root) {
        this.root = root;
    }

    /// The checkout that the working folder lies in.
    static SourceTree ofThisCheckout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("vecdb")) || !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "Not in a checkout: " + Path.of("").toAbsolutePath());
            }
        }
        return new SourceTree(folder);
    }

    Path root() {
        return root;
    }

    /// Whether this path, relative to the root, is made by building or running and need not exist.
    static boolean isMade(Path path) {
        return path.startsWith("data") || path.startsWith("target") || contains(path);
    }

    private static boolean contains(Path path) {
        for (Path name : path) {
            if (NOT_SOURCE.contains(name.toString())) {
                return true;
            }
        }
        return false;
    }

    /// All files, sorted, relative to the root.
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes about) {
                            return isMade(root.relativize(folder))
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            // A worktree's .git is a file.
                            if (!isMade(root.relativize(file))) {
                                files.add(root.relativize(file));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /// The files with this ending, in folders of this name or anywhere when it is empty.
    List<Path> files(String folder, String ending) {
        return files().stream()
                .filter(f -> f.toString().endsWith(ending))
                .filter(f -> folder.isEmpty() || ("/" + f).contains("/" + folder + "/"))
                .toList();
    }

    String read(Path file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long bytes(Path file) {
        try {
            return Files.size(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
