package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

final class RecycledFilesTest {
    private static final WalOptions SMALL_FILES = WalOptions.DEFAULT.withSegmentBytes(1_000);

    private final FaultyDirectory directory = new FaultyDirectory();

    @Test
    void atMostTwoReleasedFilesWaitToBeUsedAgain() throws IOException {
        try (OperationLog log = open(SMALL_FILES)) {
            append(log, 100);
            log.release(50);
            assertThat(names("free")).hasSize(2);
            assertThat(log.stats().diskBytes()).isEqualTo(bytesOnDisk());
        }
        assertThat(names("free")).isEmpty();
    }

    @Test
    void aReleasedFileIsUsedAgainInsteadOfCreatingOne() throws IOException {
        try (OperationLog log = open(SMALL_FILES)) {
            append(log, 100);
            log.release(50);
            List<String> free = names("free");
            byte[] before = directory.content("log/" + free.getFirst());
            while (names("free").size() == 2) {
                append(log, 1);
            }
            log.sync(log.stats().lastSequence());
            assertThat(names("free")).containsExactly(free.getLast());
            byte[] after = directory.content("log/" + names("log").getLast());
            assertThat(after).hasSameSizeAs(before);
            assertThat(log.stats().diskBytes()).isEqualTo(bytesOnDisk());
            // The end is what it was.
            int tail = before.length - 300;
            assertThat(after).endsWith(java.util.Arrays.copyOfRange(before, tail, before.length));
        }
        requireReplayed(50);
    }

    @Test
    void theOldNameOfAFreeFileIsDurablyGone() throws IOException {
        OperationLog log = open(SMALL_FILES);
        append(log, 100);
        log.sync(100);
        log.release(50);
        List<String> free = names("free");
        assertThat(free).hasSize(2);
        assertThat(directory.afterPowerLoss(Survival.NONE, 0).list("log"))
                .containsAll(free)
                .doesNotContain(
                        free.getFirst().replace("free", "log"),
                        free.getLast().replace("free", "log"));
    }

    @Test
    void aLogThatHoldsNothingKeepsNoFreeFiles() throws IOException {
        try (OperationLog log = open(SMALL_FILES)) {
            append(log, 100);
            log.release(50);
            log.release(100);
            assertThat(directory.list("log")).isEmpty();
            assertThat(log.stats().diskBytes()).isZero();
        }
    }

    @Test
    void filesFarFromFullAreDeleted() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (OperationLog log = open(WalOptions.DEFAULT)) {
                append(log, 1);
            }
        }
        try (OperationLog log = open(WalOptions.DEFAULT)) {
            append(log, 1);
            log.release(4);
            assertThat(names("free")).isEmpty();
            assertThat(names("log")).hasSize(2);
        }
    }

    @Test
    void freeFilesOfAProcessThatDiedAreDeleted() throws IOException {
        OperationLog log = open(SMALL_FILES);
        append(log, 100);
        log.sync(100);
        log.release(50);
        assertThat(names("free")).hasSize(2);
        requireReplayed(50);
        assertThat(names("free")).isEmpty();
    }

    @Test
    void zerosAheadOfSmallWritesAreWithinTheFilesSize() throws IOException {
        try (OperationLog log = open(SMALL_FILES)) {
            append(log, 1);
            log.sync(1);
            assertThat(log.stats().diskBytes()).isEqualTo(bytesOnDisk()).isEqualTo(1_000);
        }
    }

    private void requireReplayed(long from) {
        TreeMap<Long, Operation> replayed = new TreeMap<>();
        try (WriteAheadLog log =
                WriteAheadLog.open(directory, "log", SMALL_FILES, from, replayed::put)) {
            long last = log.stats().lastSequence();
            assertThat(replayed).hasSize((int) (last - from));
            replayed.forEach(
                    (sequence, operation) -> assertThat(operation).isEqualTo(operation(sequence)));
        }
    }

    private List<String> names(String ending) throws IOException {
        return directory.list("log").stream().filter(name -> name.endsWith("." + ending)).toList();
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (String name : directory.list("log")) {
            bytes += directory.content("log/" + name).length;
        }
        return bytes;
    }

    private static void append(OperationLog log, int count) {
        for (int i = 0; i < count; i++) {
            Operation operation = operation(log.stats().lastSequence() + 1);
            assertThat(log.append(OperationCodec.encode(operation))).isPositive();
        }
    }

    private static Operation operation(long sequence) {
        return Operations.marked("operation " + sequence, 50);
    }

    private OperationLog open(WalOptions options) {
        return WriteAheadLog.open(directory, "log", options, 0, (sequence, operation) -> {});
    }
}
