package io.vecdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Copies the folder of a database while it may be open: as a killed process would leave it.
public final class FolderCopy {
    private FolderCopy() {}

    /// Copies everything but the lock.
    ///
    /// @param to need not exist
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.endsWith("LOCK")) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
