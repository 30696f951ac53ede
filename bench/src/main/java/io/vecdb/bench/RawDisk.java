package io.vecdb.bench;

import io.vecdb.api.LogStats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// What a disk does without a database: one thread hands bytes to files as long as those of a log
/// and syncs them, in as many writes and with as many syncs as a log needed for the same bytes. All
/// writes are of about the same size.
///
/// @param bytes written in all
/// @param writes calls that write them
/// @param syncs evenly spread over these (`fdatasync`, as the log does)
record RawDisk(long bytes, long writes, long syncs) {
    private static final long FILE_BYTES = 64L << 20;

    /// As a log did since it was opened: its records with their heads, of any size.
    static RawDisk like(LogStats log) {
        return new RawDisk(log.bytes(), log.writes(), log.syncs());
    }

    /// To the end of new files, which the file system has to find blocks for.
    Cost append(Path folder) throws IOException {
        return run(folder, false);
    }

    /// Over what stands in a file, again and again, which is the least that a disk has to do.
    Cost overwrite(Path folder) throws IOException {
        return run(folder, true);
    }

    private Cost run(Path folder, boolean overwriting) throws IOException {
        ByteBuffer content = random(Math.toIntExact(bytes / writes + 1));
        Files.createDirectories(folder);
        int files = 0;
        FileChannel file = create(folder, files);
        try {
            if (overwriting) {
                writeAll(file, random((int) Math.min(FILE_BYTES, bytes)));
                file.force(true);
                file.position(0);
            }
            Cost begin = Cost.now();
            for (long i = 0; i < writes; i++) {
                content.position(0).limit((int) (share(bytes, i + 1) - share(bytes, i)));
                if (file.position() > 0 && file.position() + content.limit() > FILE_BYTES) {
                    if (overwriting) {
                        file.position(0);
                    } else {
                        file.close();
                        file = create(folder, ++files);
                    }
                }
                writeAll(file, content);
                for (long sync = share(syncs, i); sync < share(syncs, i + 1); sync++) {
                    file.force(false);
                }
            }
            return Cost.since(begin);
        } finally {
            file.close();
        }
    }

    private static FileChannel create(Path folder, int number) throws IOException {
        return FileChannel.open(
                folder.resolve("raw" + number),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var _ = file.write(bytes);
        }
    }

    private static ByteBuffer random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(2).nextBytes(content);
        return ByteBuffer.allocateDirect(bytes).put(content).flip();
    }

    /// How much of an amount is done after so many writes.
    private long share(long amount, long written) {
        return amount * written / writes;
    }
}
