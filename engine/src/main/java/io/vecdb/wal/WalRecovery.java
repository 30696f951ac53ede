package io.vecdb.wal;

import io.vecdb.storage.InputFile;
import io.vecdb.storage.StorageErrors;
import io.vecdb.wal.WalFiles.LogFile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

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
/// Walks over mapped files; on the heap are a few operations at a time.
final class WalRecovery {
    private final WalFiles files;
    private final WalOptions options;
    private final IntSupplier keys;
    private final List<LogFile> kept = new ArrayList<>();
    private long replayed;
    private long replayedBytes;
    private long bytesRead;
    private long tornBytes;

    /// For one run.
    ///
    /// @param keys gives each new file its key
    WalRecovery(WalFiles files, WalOptions options, IntSupplier keys) {
        this.files = files;
        this.options = options;
        this.keys = keys;
    }

    /// What a log goes on from.
    ///
    /// @param files that hold records, oldest first
    /// @param lastNumber the highest number that a file has, 0 if there is none
    /// @param lastSequence the last sequence number in use; everything up to it is durable
    record Recovered(
            List<LogFile> files, int lastNumber, long lastSequence, RecoveryReport report) {}

    /// A log file as its header describes it.
    private record Found(WalHeader header, long bytes) {}

    /// Replays everything behind `fromSequence`.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT, IO_ERROR
    Recovered run(long fromSequence, Replay replay) {
        long start = System.nanoTime();
        files.deleteNameless();
        List<Integer> numbers = files.numbers();
        List<Found> needed = numbers.isEmpty() ? List.of() : needed(numbers, fromSequence);
        replay.expect(needed.stream().mapToLong(Found::bytes).sum());
        long last = fromSequence;
        for (int i = 0; i < needed.size(); i++) {
            boolean newest = i + 1 == needed.size();
            long end = newest ? Long.MAX_VALUE : needed.get(i + 1).header().firstSequence();
            last = walk(needed.get(i), end, fromSequence, replay);
        }
        kept.removeIf(file -> file.lastSequence() <= fromSequence);
        if (!numbers.isEmpty()) {
            deleteOthers(numbers);
        }
        return new Recovered(
                List.copyOf(kept),
                Math.max(
                        kept.isEmpty() ? 0 : kept.getLast().number(),
                        numbers.isEmpty() ? 0 : numbers.getLast()),
                // The segments may hold more than the log: it goes on behind them.
                Math.max(last, fromSequence),
                new RecoveryReport(
                        needed.size(),
                        replayed,
                        replayedBytes,
                        bytesRead,
                        tornBytes,
                        Duration.ofNanos(System.nanoTime() - start)));
    }

    private void deleteOthers(List<Integer> numbers) {
        // What takes a file's place must be durable before the file goes.
        files.sync();
        for (int number : numbers) {
            if (kept.stream().noneMatch(file -> file.number() == number)) {
                files.delete(number);
            }
        }
    }

    /// The files from the one on that holds the record behind `fromSequence`, oldest first. What is
    /// older is not needed, and may be damaged or gone.
    private List<Found> needed(List<Integer> numbers, long fromSequence) {
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
            WalHeader header = WalHeader.read(file.name(), file.bytes(), number, options.owner());
            return new Found(header, file.bytes().byteSize());
        }
    }

    /// Replays the records of a file that stand before `end`, and returns the last one's sequence
    /// number.
    ///
    /// @param end with which the next file begins; `Long.MAX_VALUE` for the last file
    private long walk(Found found, long end, long fromSequence, Replay replay) {
        WalHeader header = found.header();
        try (InputFile file = files.map(header.number())) {
            WalReader reader = new WalReader(file.name(), file.bytes(), header);
            DecodeAhead operations = new DecodeAhead(reader, fromSequence, end);
            operations.replay(replay);
            replayed += operations.replayed();
            replayedBytes += operations.replayedBytes();
            bytesRead += reader.position();
            boolean last = end == Long.MAX_VALUE;
            if (!last && reader.nextSequence() != end) {
                throw reader.damaged("the next log file begins with " + end);
            }
            // The last file stays even without records: it proves that the one before was synced.
            if (last || reader.nextSequence() > header.firstSequence()) {
                kept.add(new LogFile(header.number(), reader.nextSequence() - 1, found.bytes()));
            }
            if (last) {
                tornBytes = reader.requireTornTail();
                secure(file, header, reader, fromSequence);
            }
            return reader.nextSequence() - 1;
        }
    }

    /// Copies the records at the end that are needed and not known to be durable.
    private void secure(InputFile file, WalHeader header, WalReader read, long fromSequence) {
        long first = Math.max(read.syncedSequence(), fromSequence) + 1;
        long last = read.nextSequence() - 1;
        if (first > last) {
            return;
        }
        WalHeader copy = new WalHeader(header.owner(), header.number() + 1, keys.getAsInt(), first);
        try (WalCopy out = new WalCopy(files, copy)) {
            WalReader reader = new WalReader(file.name(), file.bytes(), header);
            for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.sequence() >= first) {
                    out.add(reader, record);
                }
            }
            LogFile copied = out.publish(options.clock().millis());
            LogFile torn = kept.removeLast();
            if (first > header.firstSequence()) {
                kept.add(new LogFile(torn.number(), first - 1, torn.bytes()));
            }
            kept.add(copied);
        } catch (IOException e) {
            throw StorageErrors.io("write", files.name(copy.number()), e);
        }
    }
}
