package io.vecdb.wal;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.VerifyReport;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.StorageErrors;
import io.vecdb.wal.WalFiles.LogFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads what opening a log would read, every record and every operation in it, and finds damage
/// where opening would; but goes on behind it, and changes nothing. For one run; not thread-safe.
///
/// Walks over mapped files; on the heap is one operation at a time.
final class WalVerification {
    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final long NOTHING = Long.MAX_VALUE;

    private final WalFiles files;
    private final long owner;
    private final long fromSequence;
    private final List<Damage> damages = new ArrayList<>();
    private final List<Found> needed = new ArrayList<>();
    private int fileCount;
    private long bytes;
    private long expected;
    private long lostFrom = NOTHING;
    private long givenUp;

    /// Says that a header is intact and of a newer release.
    private @Nullable DbException unsupported;

    /// @param fromSequence up to where the sealed segments hold everything
    WalVerification(WalFiles files, long owner, long fromSequence) {
        this.files = files;
        this.owner = owner;
        this.fromSequence = fromSequence;
        this.expected = fromSequence + 1;
    }

    /// A file that opening needs.
    ///
    /// @param header null if it cannot be read
    private record Found(int number, @Nullable WalHeader header) {}

    /// Reads the files of a log that nobody has open.
    VerifyReport run() {
        findNeeded();
        for (int i = 0; i < needed.size(); i++) {
            walk(needed.get(i), end(i));
        }
        return report();
    }

    /// Reads one file of a log that is open, to which nothing is appended any more.
    void readFinished(LogFile file) {
        Found found = new Found(file.number(), header(file.number()));
        expected = found.header() == null ? expected : found.header().firstSequence();
        walk(found, file.lastSequence() + 1);
    }

    VerifyReport report() {
        return new VerifyReport(fileCount, bytes, damages);
    }

    /// After [#run]: puts a new file with the records before the first damage in the place of all
    /// others. They stay until the log is opened, which does not look at them; if this fails, they
    /// are the log as before.
    ///
    /// @throws DbException UNSUPPORTED_FORMAT if a file is not damaged but a newer release's
    LogRepair repair(int key, long millis) {
        if (unsupported != null) {
            throw unsupported;
        }
        LogRepair repair = new LogRepair(damages, lostFrom == NOTHING ? 0 : lostFrom, givenUp);
        if (damages.isEmpty()) {
            return repair;
        }
        files.deleteNameless();
        int number = files.numbers().getLast() + 1;
        WalHeader header = new WalHeader(owner, number, key, fromSequence + 1);
        try (WalCopy copy = new WalCopy(files, header)) {
            for (int i = 0; i < needed.size(); i++) {
                copyTo(copy, needed.get(i), Math.min(end(i), lostFrom));
            }
            copy.publish(millis);
            return repair;
        } catch (IOException e) {
            throw StorageErrors.io("write", files.name(number), e);
        }
    }

    private void findNeeded() {
        for (int number : files.numbers().reversed()) {
            WalHeader header = header(number);
            needed.addFirst(new Found(number, header));
            if (header != null && header.firstSequence() <= fromSequence + 1) {
                expected = header.firstSequence();
                return;
            }
        }
        if (!needed.isEmpty() && fromSequence != WriteAheadLog.FROM_ITS_BEGINNING) {
            // What begins later is not the beginning.
            lose(fromSequence + 1);
            damages.add(
                    new Damage(
                            files.name(needed.getFirst().number()),
                            0,
                            "the records from "
                                    + (fromSequence + 1)
                                    + " on, which no segment holds, are missing before it"));
        }
    }

    private @Nullable WalHeader header(int number) {
        try (InputFile file = files.map(number)) {
            try {
                return WalHeader.read(file.name(), file.bytes(), number, owner);
            } catch (DbException e) {
                DamageList list = new DamageList(file.name());
                var _ =
                        list.reads(() -> {
                            throw e;
                        });
                damages.addAll(list.found());
                if (e.code() == ErrorCode.UNSUPPORTED_FORMAT && FileHeader.intact(file.bytes())) {
                    unsupported = e;
                }
                return null;
            }
        }
    }

    /// With which sequence number the file behind the i-th begins.
    private long end(int i) {
        WalHeader next = i + 1 < needed.size() ? needed.get(i + 1).header() : null;
        return next == null ? UNKNOWN : next.firstSequence();
    }

    private void walk(Found found, long end) {
        fileCount++;
        WalHeader header = found.header();
        if (header == null) {
            lose(expected);
            return;
        }
        try (InputFile file = files.map(found.number())) {
            bytes += file.bytes().byteSize();
            DamageList list = new DamageList(file.name());
            WalReader reader = new WalReader(file.name(), file.bytes(), header);
            readIntact(reader, end, list);
            while (!endsAsItShould(reader, end, list)) {
                long next = reader.nextSequence();
                boolean goesOn = reader.skipDamage(end);
                if (!goesOn || reader.nextSequence() > fromSequence + 1) {
                    lose(next);
                }
                if (!goesOn) {
                    break;
                }
                readIntact(reader, end, list);
            }
            expected = Math.max(expected, reader.nextSequence());
            damages.addAll(list.found());
        }
    }

    private void readIntact(WalReader reader, long end, DamageList list) {
        while (reader.nextSequence() < end) {
            WalRecord record = reader.next();
            if (record == null) {
                return;
            }
            boolean reads = list.reads(() -> reader.operation(record));
            if (record.sequence() > fromSequence) {
                if (!reads) {
                    lose(record.sequence());
                } else if (lostFrom != NOTHING) {
                    givenUp++;
                }
            }
        }
    }

    private boolean endsAsItShould(WalReader reader, long end, DamageList list) {
        long next = reader.nextSequence();
        return list.reads(() -> {
            if (end == UNKNOWN) {
                var _ = reader.requireTornTail();
            } else if (next != end) {
                throw reader.damaged("the log goes on with " + end + " behind this file");
            }
        });
    }

    /// What is missing from here on is lost, unless the segments hold it.
    private void lose(long sequence) {
        if (lostFrom == NOTHING) {
            lostFrom = Math.max(sequence, fromSequence + 1);
        }
    }

    private void copyTo(WalCopy copy, Found found, long end) throws IOException {
        WalHeader header = found.header();
        if (header == null || header.firstSequence() >= end) {
            return;
        }
        try (InputFile file = files.map(found.number())) {
            WalReader reader = new WalReader(file.name(), file.bytes(), header);
            while (reader.nextSequence() < end) {
                WalRecord record = reader.next();
                if (record != null && record.sequence() > fromSequence) {
                    copy.add(reader, record);
                } else if (record == null && !reader.skipDamage(fromSequence + 2)) {
                    return;
                }
            }
        }
    }
}
