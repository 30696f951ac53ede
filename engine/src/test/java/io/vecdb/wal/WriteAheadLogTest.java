package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.replication.Operation;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

final class WriteAheadLogTest {
    private static final WalOptions SMALL_FILES = WalOptions.DEFAULT.withSegmentBytes(1_000);

    private final FaultyDirectory directory = new FaultyDirectory();
    private final TreeMap<Long, Operation> replayed = new TreeMap<>();

    @TempDir Path folder;

    @Test
    void anEmptyLogBeginsWithSequenceNumberOne() {
        try (OperationLog log = open(directory, 0)) {
            assertThat(log.stats().lastSequence()).isZero();
            assertThat(log.stats().diskBytes()).isZero();
            assertThat(log.append(encoded(1))).isEqualTo(1);
            assertThat(log.append(encoded(2))).isEqualTo(2);
            assertThat(log.stats().lastSequence()).isEqualTo(2);
        }
        assertThat(replayed).isEmpty();
    }

    @Test
    void theStatisticsCountRecordsAndTheirBytes() throws IOException {
        OperationLog log = open(directory, WalOptions.DEFAULT, 0);
        append(log, 1, 5);
        log.sync(5);
        byte[] file = directory.content("log/wal-0000000001.log");
        assertThat(log.stats().records()).isEqualTo(5);
        assertThat(log.stats().bytes()).isEqualTo(WalImage.recordsEnd(file) - FileHeader.BYTES);
    }

    @Test
    void whatWasAppendedIsReplayedInOrderOverManyFiles() throws IOException {
        fill(directory, 0, 1, 200);
        assertThat(directory.list("log")).hasSizeGreaterThan(10);
        requireReplayed(directory, 0, 1, 200);
    }

    @Test
    void onlyWhatStandsBehindTheSegmentsIsReplayed() {
        fill(directory, 0, 1, 200);
        requireReplayed(directory, 150, 151, 200);
        requireReplayed(directory, 200, 201, 200);
    }

    @Test
    void numberingGoesOnAfterEachOpening() {
        fill(directory, 0, 1, 10);
        fill(directory, 0, 11, 20);
        fill(directory, 0, 21, 30);
        requireReplayed(directory, 0, 1, 30);
    }

    @Test
    void aRealFolderReplaysWhatWasAppendedBeforeTheProcessWasGone() {
        try (Directory local = LocalDirectory.open(folder)) {
            OperationLog abandoned = open(local, 0);
            for (int i = 1; i <= 100; i++) {
                assertThat(abandoned.append(encoded(i))).isEqualTo(i);
            }
            abandoned.sync(100);
        }
        try (Directory local = LocalDirectory.open(folder)) {
            requireReplayed(local, 0, 1, 100);
        }
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() {
        try (Directory local = LocalDirectory.open(folder)) {
            try (OperationLog log = open(local, 0)) {
                for (int i = 1; i <= 50; i++) {
                    Thread.currentThread().interrupt();
                    log.sync(log.append(encoded(i)));
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            requireReplayed(local, 0, 1, 50);
        }
    }

    @Test
    void recordsLargerThanTheBufferKeepTheirPlaceBetweenSmallOnes() {
        List<Operation> written = new ArrayList<>();
        try (OperationLog log = open(directory, WalOptions.DEFAULT, 0)) {
            for (int i = 0; i < 20; i++) {
                int bytes = i % 5 == 3 ? 3 * WalBuffer.LIMIT_BYTES : 50 * i;
                Operation operation = Operations.marked("large " + i, bytes);
                written.add(operation);
                assertThat(log.append(OperationCodec.encode(operation))).isEqualTo(i + 1);
            }
        }
        open(directory, WalOptions.DEFAULT, 0).close();
        assertThat(replayed.values()).containsExactlyElementsOf(written);
    }

    @Test
    void releaseDeletesTheFilesThatAreNotNeeded() throws IOException {
        try (OperationLog log = open(directory, 0)) {
            append(log, 1, 100);
            log.sync(100);
            long before = log.stats().diskBytes();
            int files = directory.list("log").size();

            log.release(50);

            assertThat(log.stats().diskBytes()).isLessThan(before).isEqualTo(bytesOnDisk());
            assertThat(directory.list("log")).hasSizeBetween(2, files - 2);
        }
        requireReplayed(directory, 50, 51, 100);
    }

    @Test
    void theSequenceSurvivesTheReleaseOfAllFiles() throws IOException {
        try (OperationLog log = open(directory, 0)) {
            append(log, 1, 100);
            log.release(100);
            assertThat(log.stats().diskBytes()).isZero();
            assertThat(directory.list("log")).isEmpty();
            append(log, 101, 101);
            log.release(101);
        }
        try (OperationLog log = open(directory, 101)) {
            assertThat(log.stats().lastSequence()).isEqualTo(101);
            append(log, 102, 110);
        }
        requireReplayed(directory, 101, 102, 110);
    }

    @Test
    void aLogBehindTheSegmentsGoesOnBehindThem() {
        fill(directory, 0, 1, 10);
        fill(directory, 500, 501, 510);
        requireReplayed(directory, 500, 501, 510);
        requireReplayed(directory, 505, 506, 510);
    }

    @Test
    void aReleasedLogThatIsOpenedTooFarBackIsCorrupt() {
        try (OperationLog log = open(directory, 0)) {
            append(log, 1, 100);
            log.release(50);
        }
        assertThatThrownBy(() -> open(directory, 10))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("from 11 on");
    }

    @Test
    void aMissingFileInTheMiddleIsCorrupt() throws IOException {
        fill(directory, 0, 1, 100);
        String middle = "log/" + directory.list("log").get(3);
        directory.delete(middle);
        assertThatThrownBy(() -> open(directory, 0))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("wal-0000000003.log");
    }

    @Test
    void aFileInAnothersPlaceIsCorrupt() throws IOException {
        fill(directory, 0, 1, 100);
        List<String> files = directory.list("log");
        directory.put("log/" + files.get(3), directory.content("log/" + files.get(2)));
        assertThatThrownBy(() -> open(directory, 0))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining(files.get(3));
    }

    @Test
    void aFileOfAnotherCollectionIsCorrupt() {
        fill(directory, 0, 1, 10);
        assertThatThrownBy(() -> open(directory, SMALL_FILES.withOwner(0xbeef), 0))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("belongs to the collection with id 0")
                .hasMessageContaining("the folder of beef");
    }

    @Test
    void recordsOfAnotherFileAreNotReadThoughItHasTheSameNumberAndOwner() throws IOException {
        String name = "log/wal-0000000001.log";
        FaultyDirectory other = new FaultyDirectory();
        for (FaultyDirectory disk : List.of(directory, other)) {
            OperationLog killed = open(disk, 0);
            append(killed, 1, 3);
            killed.sync(3);
        }
        byte[] mixed = directory.content(name);
        byte[] foreign = other.content(name);
        System.arraycopy(foreign, FileHeader.BYTES, mixed, FileHeader.BYTES, 500);
        directory.put(name, mixed);
        open(directory, 0).close();
        assertThat(replayed).isEmpty();
    }

    @Test
    void recoveryReportsWhatItFound() throws IOException {
        OperationLog killed = open(directory, 0);
        append(killed, 1, 100);
        killed.sync(100);
        int files = directory.list("log").size();
        RecoveryReport report = open(directory, 50).recovery();
        assertThat(report.records()).isEqualTo(50);
        assertThat(report.files()).isBetween(2, files - 1);
        assertThat(report.bytes()).isBetween(50L * 90, bytesOnDisk());
        assertThat(report.tornBytes()).isZero();
        assertThat(report.took()).isPositive();
        assertThat(open(new FaultyDirectory(), 7).recovery().files()).isZero();
    }

    @Test
    void recoveryReportsATornTail() {
        OperationLog killed = open(directory, WalOptions.DEFAULT, 0);
        append(killed, 1, 3);
        killed.sync(3);
        String file = "log/wal-0000000001.log";
        byte[] content = directory.content(file);
        int end = WalImage.recordsEnd(content);
        int torn = WalImage.lastRecordAt(content);
        content[end - 10] ^= 1;
        directory.put(file, content);
        RecoveryReport report = open(directory, WalOptions.DEFAULT, 0).recovery();
        assertThat(report.records()).isEqualTo(2);
        assertThat(report.tornBytes()).isBetween((long) WalRecord.HEAD_BYTES, (long) end - torn);
    }

    @Test
    void nothingIsLookedForBehindTheMarkOfALogThatWasClosed() {
        fill(directory, 0, 1, 3);
        String file = "log/wal-0000000001.log";
        byte[] content = directory.content(file);
        MemorySegment bytes = MemorySegment.ofArray(content);
        // Would prove damage, were it looked at.
        new WalRecord(5, 4, encoded(5).kind(), 0, 0)
                .putHead(
                        bytes,
                        WalImage.recordsEnd(content) + 8L,
                        WalHeader.read(file, bytes, 1, 0),
                        new CRC32C());
        directory.put(file, content);
        requireReplayed(directory, 0, 1, 3);
    }

    @Test
    void operationsOutsideTheLimitsAreRefusedAndLeaveNoTrace() {
        try (OperationLog log = open(directory, 0)) {
            assertThatThrownBy(() -> log.append(Operations.bytes(Limits.WRITE_BYTES + 1)))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
            assertThatThrownBy(() -> log.append(Operations.bytes(0)))
                    .isInstanceOf(DbException.class);
            append(log, 1, 1);
        }
        requireReplayed(directory, 0, 1, 1);
    }

    @Test
    void aClosedLogRefusesAppends() {
        OperationLog log = open(directory, 0);
        append(log, 1, 1);
        log.close();
        log.close();
        assertThatThrownBy(() -> log.append(encoded(2)))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        log.sync(1);
    }

    @Test
    void syncOfWhatWasNeverAppendedIsRefused() {
        try (OperationLog log = open(directory, 0)) {
            append(log, 1, 1);
            assertThatThrownBy(() -> log.sync(2)).hasMessageContaining("the last one is 1");
        }
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (String name : directory.list("log")) {
            bytes += directory.content("log/" + name).length;
        }
        return bytes;
    }

    private void fill(Directory directory, long from, int first, int last) {
        try (OperationLog log = open(directory, from)) {
            append(log, first, last);
        }
    }

    private static void append(OperationLog log, int first, int last) {
        for (int i = first; i <= last; i++) {
            assertThat(log.append(encoded(i))).isEqualTo(i);
        }
    }

    private void requireReplayed(Directory directory, long from, int first, int last) {
        open(directory, from).close();
        TreeMap<Long, Operation> expected = new TreeMap<>();
        for (int i = first; i <= last; i++) {
            expected.put((long) i, operation(i));
        }
        assertThat(replayed).isEqualTo(expected);
    }

    private WriteAheadLog open(Directory directory, long from) {
        return open(directory, SMALL_FILES, from);
    }

    private WriteAheadLog open(Directory directory, WalOptions options, long from) {
        replayed.clear();
        return WriteAheadLog.open(
                directory,
                "log",
                options,
                from,
                (sequence, operation) -> {
                    if (!replayed.isEmpty()) {
                        assertThat(sequence).isGreaterThan(replayed.lastKey());
                    }
                    replayed.put(sequence, operation);
                });
    }

    private static EncodedOperation encoded(int i) {
        return OperationCodec.encode(operation(i));
    }

    private static Operation operation(int i) {
        return Operations.marked("operation " + i, i % 70);
    }
}
