package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.SyncPolicy;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What opening a log leaves on the disk, and what it may count on.
final class WalRecoveryTest {
    private static final WalOptions NEVER = WalOptions.DEFAULT.withSync(SyncPolicy.NEVER);

    private final FaultyDirectory disk = new FaultyDirectory();

    private static OperationLog open(FaultyDirectory disk, WalOptions options, long from) {
        return WriteAheadLog.open(disk, "log", options, from, (sequence, operation) -> {});
    }

    private static long commit(OperationLog log, int count) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = log.append(OperationCodec.encode(Operations.marked("operation " + i, 20)));
            log.commit(last);
        }
        return last;
    }

    private static List<Long> replayed(FaultyDirectory disk, long from) {
        List<Long> sequences = new ArrayList<>();
        WriteAheadLog.open(
                        disk, "log", NEVER, from, (sequence, operation) -> sequences.add(sequence))
                .close();
        return sequences;
    }

    @Test
    void whatWasReplayedIsDurableThoughNobodyHadSyncedIt() {
        OperationLog killed = open(disk, NEVER, 0);
        killed.sync(commit(killed, 3));
        commit(killed, 3);
        assertThat(replayed(disk.afterPowerLoss(Survival.NONE, 0), 0)).containsExactly(1L, 2L, 3L);

        FaultyDirectory next = disk.afterKill();
        OperationLog reopened = open(next, NEVER, 0);
        assertThat(replayed(next.afterPowerLoss(Survival.NONE, 0), 0))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);

        reopened.release(3);
        assertThat(replayed(next.afterKill(), 3)).containsExactly(4L, 5L, 6L);
        assertThatThrownBy(() -> replayed(next.afterKill(), 2)).hasMessageContaining("from 3 on");
    }

    @Test
    void moreThanABufferHoldsIsReplayedAndMadeDurable() {
        OperationLog killed = open(disk, NEVER, 0);
        for (int i = 0; i < 50; i++) {
            killed.append(OperationCodec.encode(Operations.marked("operation " + i, 100_000)));
            assertThat(killed.stats().bufferBytes()).isBetween(1L, 2L * WalBuffer.LIMIT_BYTES);
        }
        killed.commit(50);
        FaultyDirectory next = disk.afterKill();
        assertThat(next.afterPowerLoss(Survival.NONE, 0).bytes()).isLessThan(1_000_000);
        open(next, NEVER, 0);
        FaultyDirectory after = next.afterPowerLoss(Survival.NONE, 0);
        assertThat(after.bytes()).isLessThan(6_000_000);
        assertThat(replayed(after, 0)).hasSize(50).endsWith(50L);
    }

    @Test
    void damageToWhatRecoveryMadeDurableIsNoTornTail() {
        commit(open(disk, NEVER, 0), 3);
        FaultyDirectory next = disk.afterKill();
        open(next, NEVER, 0);
        String copied = "log/wal-0000000002.log";
        byte[] content = next.content(copied);
        assertThat(WalImage.records(content).getLast().isMark()).isTrue();
        content[WalImage.lastRecordAt(content) - 10] ^= 1;
        next.put(copied, content);
        assertThatThrownBy(() -> replayed(next, 0))
                .hasMessageContaining("'" + copied + "'")
                .hasMessageContaining("sequence number 3 is damaged");
    }

    @Test
    void aFileIsDurableBeforeTheNextOneBegins() throws IOException {
        OperationLog log = open(disk, NEVER.withSegmentBytes(500), 0);
        long last = 0;
        while (disk.list("log").size() < 3) {
            last = commit(log, 1);
        }
        assertThat(replayed(disk.afterPowerLoss(Survival.NONE, 0), 0))
                .hasSize((int) last - 1)
                .doesNotContain(last);
    }

    @Test
    void openingDeletesTheFilesThatTheSegmentsMakeNeedless() throws IOException {
        long last;
        try (OperationLog log = open(disk, NEVER.withSegmentBytes(500), 0)) {
            last = commit(log, 40);
        }
        List<String> before = disk.list("log");
        open(disk, NEVER, last - 2).close();
        assertThat(disk.list("log")).hasSizeLessThanOrEqualTo(2).isSubsetOf(before);
        assertThat(replayed(disk, last - 2)).containsExactly(last - 1, last);
        open(disk, NEVER, last).close();
        assertThat(disk.list("log")).isEmpty();
    }

    @Test
    void aWriteThatWasNeverAppendedCannotBeCommitted() {
        try (OperationLog log = open(disk, NEVER, 0)) {
            commit(log, 1);
            assertThatThrownBy(() -> log.commit(2)).hasMessageContaining("the last one is 1");
        }
    }

    @Test
    void theDiskBytesAreThoseOfFinishedFilesAndOfTheOneThatIsWritten() throws IOException {
        OperationLog log = open(disk, NEVER.withSegmentBytes(500), 0);
        for (int i = 0; i < 30; i++) {
            commit(log, 1);
            assertThat(log.stats().diskBytes()).isEqualTo(disk.bytes());
        }
        assertThat(disk.list("log")).hasSizeGreaterThan(3);
    }
}
