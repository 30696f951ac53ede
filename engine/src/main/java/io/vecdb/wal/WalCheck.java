package io.vecdb.wal;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.VerifyReport;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.StorageErrors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// Looks for damage in the files of a log that nobody has open, and saves what stands before it.
final class WalCheck {
    private final WalFiles files;
    private final WalOptions options;

    WalCheck(WalFiles files, WalOptions options) {
        this.files = files;
        this.options = options;
    }

    /// Reads all files, each up to where the next one begins, and decodes every operation; changes
    /// nothing.
    VerifyReport verify() {
        List<Integer> numbers = files.numbers();
        List<Damage> damages = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            DamageList found = new DamageList(files.name(number));
            long end = i + 1 < numbers.size() ? firstOf(numbers.get(i + 1)) : Long.MAX_VALUE;
            try (InputFile file = files.map(number)) {
                bytes += file.bytes().byteSize();
                var _ = found.reads(() -> verify(file, number, end));
            }
            damages.addAll(found.found());
        }
        return new VerifyReport(numbers.size(), bytes, damages);
    }

    /// With which sequence number a file begins; no number if its header cannot be read, which is
    /// reported for the file itself.
    private long firstOf(int number) {
        long[] first = {Long.MAX_VALUE};
        try (InputFile file = files.map(number)) {
            var _ =
                    new DamageList(file.name())
                            .reads(() -> first[0] = header(file, number).firstSequence());
        }
        return first[0];
    }

    private WalHeader header(InputFile file, int number) {
        return WalHeader.read(file.name(), file.bytes(), number, options.owner());
    }

    private void verify(InputFile file, int number, long end) {
        WalReader reader = new WalReader(file.name(), file.bytes(), header(file, number));
        walk(reader, end);
        if (end == Long.MAX_VALUE) {
            var _ = reader.requireTornTail();
        } else if (reader.nextSequence() < end) {
            throw reader.damaged("the next log file begins with " + end);
        }
    }

    private static void walk(WalReader reader, long end) {
        while (reader.nextSequence() < end) {
            WalRecord record = reader.next();
            if (record == null) {
                return;
            }
            var _ = reader.operation(record);
        }
    }

    /// If there is damage behind a write, puts a file in the place of the log that holds what
    /// stands between the two, and counts what stands behind the damage.
    ///
    /// @param fromSequence the write that the segments hold everything up to
    /// @param keys gives the new file its key
    /// @throws DbException IO_ERROR
    LogRepair repair(long fromSequence, IntSupplier keys) {
        List<Integer> numbers = files.numbers();
        if (numbers.isEmpty()) {
            return new LogRepair(List.of(), 0, 0);
        }
        files.deleteNameless();
        WalHeader header =
                new WalHeader(
                        options.owner(), numbers.getLast() + 1, keys.getAsInt(), fromSequence + 1);
        try (WalCopy out = new WalCopy(files, header)) {
            Prefix prefix = new Prefix(out, fromSequence + 1);
            for (int i = 0; i < numbers.size(); i++) {
                boolean last = i + 1 == numbers.size();
                prefix.add(numbers.get(i), last ? Long.MAX_VALUE : firstOf(numbers.get(i + 1)));
            }
            if (prefix.damages.isEmpty()) {
                return new LogRepair(List.of(), 0, 0);
            }
            var _ = out.publish(options.clock().millis());
            return new LogRepair(prefix.damages, prefix.next, prefix.givenUp);
        } catch (IOException e) {
            throw StorageErrors.io("write", files.name(header.number()), e);
        }
    }

    /// The records before the first damage, on their way into a new file.
    private final class Prefix {
        private final WalCopy out;
        private final List<Damage> damages = new ArrayList<>();
        private long next;
        private long givenUp;

        Prefix(WalCopy out, long next) {
            this.out = out;
            this.next = next;
        }

        /// Adds those of a file, up to where the next one begins.
        void add(int number, long end) throws IOException {
            if (end <= next) {
                return;
            }
            DamageList found = new DamageList(files.name(number));
            try (InputFile file = files.map(number)) {
                WalReader[] reader = new WalReader[1];
                boolean opened =
                        found.reads(() ->
                                reader[0] =
                                        new WalReader(
                                                file.name(), file.bytes(), header(file, number)));
                if (opened && reader[0] != null) {
                    copy(reader[0], end, found);
                }
            }
            damages.addAll(found.found());
        }

        private void copy(WalReader reader, long end, DamageList found) throws IOException {
            if (damages.isEmpty() && reader.nextSequence() > next) {
                var _ =
                        found.reads(() -> {
                            throw reader.damaged("write " + next + " should come next");
                        });
            }
            while (reader.nextSequence() < end) {
                WalRecord record = reader.next();
                if (record == null) {
                    break;
                }
                boolean whole = found.reads(() -> reader.operation(record));
                if (!whole || !damages.isEmpty() || !found.isEmpty()) {
                    givenUp++;
                } else if (record.sequence() >= next) {
                    out.add(reader, record);
                    next++;
                }
            }
            boolean ended =
                    end == Long.MAX_VALUE
                            ? found.reads(() -> reader.requireTornTail())
                            : reader.nextSequence() >= end
                                    || found.reads(() -> {
                                        throw reader.damaged(
                                                "the next log file begins with " + end);
                                    });
            if (!ended) {
                givenUp += reader.intactBehind();
            }
        }
    }
}
