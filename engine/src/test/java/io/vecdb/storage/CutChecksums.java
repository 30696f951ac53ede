package io.vecdb.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that computes checksums of a mapped file until all compilers have had their turn, has
/// the file cut, and computes one more. It says what came of it.
final class CutChecksums {
    private static final int BYTES = 1 << 20;
    private static final int TIMES = 30_000;
    private static final int LENGTH = 1 << 12;

    private CutChecksums() {}

    /// Computes.
    ///
    /// @param arguments a folder
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path path = folder.resolve("file");
        Files.write(path, new byte[BYTES]);
        try (Directory directory = LocalDirectory.open(folder);
                InputFile file = directory.read("file")) {
            MemorySegment bytes = file.bytes();
            int sum = 0;
            for (int i = 0; i < TIMES; i++) {
                sum += Checksums.crc32c(bytes, (long) i * LENGTH % BYTES, LENGTH);
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(LENGTH);
            }
            System.out.println("before: " + sum);
            try {
                sum += Checksums.crc32c(bytes, BYTES / 2, LENGTH);
                System.out.println("computed: " + sum);
            } catch (InternalError e) {
                MappedReads.requireFault(e);
                System.out.println("thrown");
            }
        }
    }
}
