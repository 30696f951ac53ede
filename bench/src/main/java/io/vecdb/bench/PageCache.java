package io.vecdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the operating system keeps of files in memory.
final class PageCache {
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {}

    /// Forgets everything that was synced, the programs of this machine included.
    ///
    /// @return false where that is not possible: it takes Linux, and the rights of root
    static boolean drop() {
        try {
            Files.writeString(DROP, "3");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
