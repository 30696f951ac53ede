package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A log of some files that was filled and closed, to be damaged by tests.
final class FilledLog {
    static final WalOptions OPTIONS = WalOptions.DEFAULT.withSegmentBytes(500);

    private static final int RECORDS = 12;

    final FaultyDirectory disk = new FaultyDirectory();

    /// What is to be replayed.
    final List<Operation> written = new ArrayList<>();

    /// The files that opening needs, oldest first.
    final List<String> files;

    /// Up to where a manifest says that segments hold everything.
    final long from;

    /// @param recycled whether the last files are such as were used before and hold the bytes of
    ///   older records behind their own
    FilledLog(boolean recycled) throws IOException {
        long last = 0;
        try (OperationLog log =
                WriteAheadLog.open(disk, "log", OPTIONS, 0, (sequence, operation) -> {})) {
            while (recycled && logFiles().size() < 4) {
                last = log.append(OperationCodec.encode(Operations.marked("old " + last, 60)));
                log.sync(last);
            }
            // The record itself stays needed, so that the log does not become empty.
            log.release(last - 1);
            assertThat(freeFiles()).isEqualTo(recycled ? 2 : 0);
            while (recycled ? isRoomInFreeFiles() : written.size() < RECORDS) {
                written.add(Operations.marked("operation " + written.size(), 20 + written.size()));
                log.sync(log.append(OperationCodec.encode(written.getLast())));
            }
        }
        from = last;
        files = new ArrayList<>(logFiles());
        while (files.size() > 1 && WalImage.firstSequence(disk.content(files.get(1))) <= from + 1) {
            // Opening does not need it.
            files.removeFirst();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
        assertThat(WalImage.holdsOldBytes(disk.content(files.getLast()))).isEqualTo(recycled);
    }

    /// Until the second of the free files is in use and holds two records.
    private boolean isRoomInFreeFiles() throws IOException {
        return freeFiles() > 0 || WalImage.records(disk.content(logFiles().getLast())).size() < 2;
    }

    private List<String> logFiles() throws IOException {
        return disk.list("log").stream()
                .filter(name -> name.endsWith(".log"))
                .map(name -> "log/" + name)
                .toList();
    }

    private long freeFiles() throws IOException {
        return disk.list("log").stream().filter(name -> name.endsWith(".free")).count();
    }
}
