package io.vecdb.wal;

import io.vecdb.replication.Operation;
import io.vecdb.storage.Checksums;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;
import io.vecdb.storage.StorageErrors;
import io.vecdb.wal.WalFiles.LogFile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.zip.CRC32C;

/// Reads what the processes before this one left of a log, and makes it durable.
///
/// A log file is appended to by one process only, and read up to where the file after it begins. So
/// a torn tail is never cut off in place: the next file begins with the sequence number at which
/// the tail is torn, and hides it.
///
/// Intact records at the end that nothing proves to have been synced are copied into a file of
/// their own. Syncing them where they stand would not do: after a failed sync they may be in the
/// system's cache, marked as written, and not on the disk.
///
/// Walks over mapped files; on the heap is one operation at a time.
final class WalRecovery {
    private final WalFiles files;
    private final long fromSequence;
    private final BiConsumer<Long, Operation> replay;
    private final IntSupplier keys;
    private final List<LogFile> kept = new ArrayList<>();

    private WalRecovery(
            WalFiles files,
            long fromSequence,
            BiConsumer<Long, Operation> replay,
            IntSupplier keys) {
        this.files = files;
        this.fromSequence = fromSequence;
        this.replay = replay;
        this.keys = keys;
    }

    /// What a log goes on from.
    ///
    /// @param files that hold records, oldest first
    /// @param lastNumber the highest number that a file has, 0 if there is none
    /// @param lastSequence the last sequence number in use; everything up to it is durable
    record Recovered(List<LogFile> files, int lastNumber, long lastSequence) {}

    /// Replays everything behind `fromSequence`.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT, IO_ERROR
    static Recovered recover(
            WalFiles files,
            long fromSequence,
            BiConsumer<Long, Operation> replay,
            IntSupplier keys) {
        return new WalRecovery(files, fromSequence, replay, keys).run();
    }

    /// A log file as its header describes it.
    private record Found(WalHeader header, long bytes) {}

    private Recovered run() {
        files.deleteDrafts();
        List<Integer> numbers = files.numbers();
        if (numbers.isEmpty()) {
            return new Recovered(List.of(), 0, fromSequence);
        }
        List<Found> needed = needed(numbers);
        long next = 0;
        for (int i = 0; i < needed.size(); i++) {
            long end =
                    i + 1 < needed.size()
                            ? needed.get(i + 1).header().firstSequence()
                            : Long.MAX_VALUE;
            next = walk(needed.get(i), end);
        }
        kept.removeIf(file -> file.lastSequence() <= fromSequence);
        // What takes a file's place must be durable before the file goes.
        files.sync();
        for (int number : numbers) {
            if (kept.stream().noneMatch(file -> file.number() == number)) {
                files.delete(number);
            }
        }
        int lastNumber = kept.isEmpty() ? 0 : kept.getLast().number();
        return new Recovered(
                List.copyOf(kept),
                Math.max(lastNumber, numbers.getLast()),
                // The segments may hold more than the log: it goes on behind them.
                Math.max(next - 1, fromSequence));
    }

    /// The files from the one on that holds the record behind `fromSequence`, oldest first. What is
    /// older is not needed, and may be damaged or gone.
    private List<Found> needed(List<Integer> numbers) {
        List<Found> needed = new ArrayList<>();
        for (int number : numbers.reversed()) {
            Found found = find(number);
            needed.addFirst(found);
            if (found.header().firstSequence() <= fromSequence + 1) {
                return needed;
            }
        }
        throw StorageErrors.corrupt(
                files.name(needed.getFirst().header().number()),
                0,
                "the log begins with sequence number "
                        + needed.getFirst().header().firstSequence()
                        + ", and the records from "
                        + (fromSequence + 1)
                        + " on, which no segment holds, are missing");
    }

    private Found find(int number) {
        try (InputFile file = files.map(number)) {
            WalHeader header = WalHeader.read(file.name(), file.bytes());
            if (header.number() != number) {
                throw StorageErrors.corrupt(
                        file.name(), 0, "it is log file " + header.number() + " by its header");
            }
            return new Found(header, file.bytes().byteSize());
        }
    }

    /// Replays the records of a file that stand before `end`, and returns the sequence number that
    /// comes next.
    ///
    /// @param end with which the next file begins; `Long.MAX_VALUE` for the last file
    private long walk(Found found, long end) {
        WalHeader header = found.header();
        try (InputFile file = files.map(header.number())) {
            WalReader reader = new WalReader(file.name(), file.bytes(), header);
            while (reader.nextSequence() < end) {
                WalRecord record = reader.next();
                if (record == null) {
                    break;
                }
                if (record.sequence() > fromSequence) {
                    replay.accept(
                            record.sequence(), OperationCodec.decode(reader.bodyReader(record)));
                }
            }
            boolean last = end == Long.MAX_VALUE;
            if (!last && reader.nextSequence() != end) {
                throw reader.damaged("the next log file begins with " + end);
            }
            // The last file stays even without records: it proves that the one before was synced.
            if (last || reader.nextSequence() > header.firstSequence()) {
                kept.add(new LogFile(header.number(), reader.nextSequence() - 1, found.bytes()));
            }
            if (last) {
                reader.requireTornTail();
                secure(file, header, reader);
            }
            return reader.nextSequence();
        }
    }

    /// Copies the records at the end that are needed and not known to be durable.
    private void secure(InputFile file, WalHeader header, WalReader read) {
        long first = Math.max(read.syncedSequence(), fromSequence) + 1;
        long last = read.nextSequence() - 1;
        if (first > last) {
            return;
        }
        WalHeader copy = new WalHeader(header.number() + 1, keys.getAsInt(), first);
        try {
            long bytes;
            try (OutputFile draft = files.draft(copy)) {
                WalReader reader = new WalReader(file.name(), file.bytes(), header);
                for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                    if (record.sequence() >= first) {
                        WalRecord copied =
                                new WalRecord(record.sequence(), first - 1, record.bodyBytes());
                        write(draft, copy, copied, reader.body(record));
                    }
                }
                // The mark is true as soon as the file has its name.
                write(draft, copy, WalRecord.mark(last), MemorySegment.NULL);
                draft.sync();
                bytes = draft.length();
            }
            files.publish(copy);
            LogFile torn = kept.removeLast();
            if (first > header.firstSequence()) {
                kept.add(new LogFile(torn.number(), first - 1, torn.bytes()));
            }
            kept.add(new LogFile(copy.number(), last, bytes));
        } catch (IOException e) {
            throw StorageErrors.io("write", files.name(copy.number()), e);
        }
    }

    private static void write(
            OutputFile out, WalHeader header, WalRecord record, MemorySegment body)
            throws IOException {
        CRC32C crc = new CRC32C();
        Checksums.update(crc, body, 0, body.byteSize());
        byte[] head = new byte[WalRecord.HEAD_BYTES];
        record.putHead(MemorySegment.ofArray(head), 0, header, crc);
        out.write(ByteBuffer.wrap(head));
        out.write(body.asByteBuffer());
    }
}
