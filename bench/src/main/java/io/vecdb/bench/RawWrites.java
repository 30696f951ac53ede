package io.vecdb.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// What a disk does for a plain loop: a write, a sync, a write, a sync.
final class RawWrites {
    /// As long as a log file.
    private static final long FILE_BYTES = 64L << 20;

    private RawWrites() {}

    /// @param bytes written at a time
    /// @param overwriting whether within files that are written already, or at the end of new ones
    static double megabytesPerSecond(Path folder, int bytes, boolean overwriting, double seconds)
            throws IOException {
        byte[] content = new byte[bytes];
        new Random(2).nextBytes(content);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).put(content).flip();
        Path path = folder.resolve("raw");
        if (overwriting) {
            try (FileChannel file = open(path)) {
                write(file, ByteBuffer.allocate((int) FILE_BYTES));
                file.force(true);
            }
        }
        long done = 0;
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        for (int number = 0; System.nanoTime() < end; number++) {
            try (FileChannel file = open(overwriting ? path : folder.resolve("raw" + number))) {
                for (long at = 0;
                        at + bytes <= FILE_BYTES && System.nanoTime() < end;
                        at += bytes) {
                    write(file, buffer.rewind());
                    file.force(false);
                    done += bytes;
                }
            }
        }
        return done / ((System.nanoTime() - begin) / 1e9) / 1e6;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (file.write(bytes) < 0) {
                throw new IOException("The disk takes no more.");
            }
        }
    }
}
