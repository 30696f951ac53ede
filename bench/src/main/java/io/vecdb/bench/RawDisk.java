package io.vecdb.bench;

import io.vecdb.api.LogStats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/// What a disk does without a database: one thread hands bytes to a file and syncs it, in as many
/// writes and with as many syncs as a log needed for the same bytes, all of the same size.
///
/// @param bytes written in all
/// @param writes calls that write them
/// @param syncs evenly spread over these (`fdatasync`, as the log does)
record RawDisk(long bytes, long writes, long syncs) {
    /// As a log did since it was opened: its records with their heads, of any size.
    static RawDisk like(LogStats log) {
        return new RawDisk(log.bytes(), log.writes(), log.syncs());
    }

    /// To the end of a new file, which the file system has to find blocks for.
    Cost append(Path file) throws IOException {
        return run(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// Over what stands in a file that is long enough, which is the least that a disk has to do.
    Cost overwrite(Path file) throws IOException {
        return run(file, StandardOpenOption.WRITE);
    }

    private Cost run(Path file, OpenOption... options) throws IOException {
        ByteBuffer content = ByteBuffer.allocateDirect(Math.toIntExact(bytes / writes + 1));
        SplittableRandom random = new SplittableRandom(1);
        while (content.hasRemaining()) {
            content.put((byte) random.nextInt());
        }
        try (FileChannel channel = FileChannel.open(file, options)) {
            Cost begin = Cost.now();
            for (long i = 0; i < writes; i++) {
                content.position(0).limit((int) (share(bytes, i + 1) - share(bytes, i)));
                while (content.hasRemaining()) {
                    var _ = channel.write(content);
                }
                for (long sync = share(syncs, i); sync < share(syncs, i + 1); sync++) {
                    channel.force(false);
                }
            }
            return Cost.since(begin);
        }
    }

    /// How much of an amount is done after so many writes.
    private long share(long amount, long written) {
        return amount * written / writes;
    }
}
