package io.vecdb.wal;

import io.vecdb.replication.Operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Hands the operations of a log file to who applies them, and decodes those that follow on another
/// thread meanwhile: each takes about as long as the other. Little is decoded by the caller alone.
///
/// On the heap are two chunks of operations. Nobody reads the file any more when it is done.
final class DecodeAhead {
    /// Bytes of records that are decoded at a time, or a single record if that is larger.
    private static final long CHUNK_BYTES = 1 << 20;

    private final WalReader reader;
    private final long fromSequence;
    private final long end;
    private long replayed;
    private long replayedBytes;

    private record Decoded(long sequence, Operation operation, long bytes) {}

    /// @param full whether more may follow
    private record Chunk(List<Decoded> operations, boolean full) {}

    /// @param reader at the first record
    /// @param fromSequence up to where operations are passed over
    /// @param end the sequence number before which the file ends
    DecodeAhead(WalReader reader, long fromSequence, long end) {
        this.reader = reader;
        this.fromSequence = fromSequence;
        this.end = end;
    }

    /// Hands over all operations, in order, on the caller's thread.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, after those before it were handed over; what
    ///   `replay` throws
    void replay(Replay replay) {
        try (ExecutorService decoder =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("vecdb-log-read").daemon().factory())) {
            Chunk chunk = next();
            while (chunk.full) {
                CompletableFuture<Chunk> following =
                        CompletableFuture.supplyAsync(this::next, decoder);
                apply(chunk, replay);
                chunk = result(following);
            }
            apply(chunk, replay);
        }
    }

    /// How many operations were handed over.
    long replayed() {
        return replayed;
    }

    /// Bytes of their records.
    long replayedBytes() {
        return replayedBytes;
    }

    private void apply(Chunk chunk, Replay replay) {
        for (Decoded decoded : chunk.operations) {
            replay.apply(decoded.sequence, decoded.operation);
            replayed++;
            replayedBytes += decoded.bytes;
        }
    }

    private static Chunk result(CompletableFuture<Chunk> following) {
        try {
            return following.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    private Chunk next() {
        List<Decoded> operations = new ArrayList<>();
        long bytes = 0;
        while (bytes < CHUNK_BYTES && reader.nextSequence() < end) {
            WalRecord record = reader.next();
            if (record == null) {
                return new Chunk(operations, false);
            }
            if (record.sequence() > fromSequence) {
                Operation operation = reader.operation(record);
                operations.add(new Decoded(record.sequence(), operation, record.bytes()));
                bytes += record.bytes();
            }
        }
        return new Chunk(operations, bytes >= CHUNK_BYTES);
    }
}
