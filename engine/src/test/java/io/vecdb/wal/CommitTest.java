package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.SyncPolicy;
import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// What an acknowledgement means under each sync policy.
final class CommitTest {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final SyncPolicy INTERVAL = new SyncPolicy.Interval(EVERY);

    private final FaultyDirectory disk = new FaultyDirectory();
    private final List<Runnable> due = new ArrayList<>();

    @Test
    void underAlwaysPowerLossTakesNothingCommitted() {
        OperationLog log = open(SyncPolicy.ALWAYS);
        commit(log, 3);
        assertThat(log.stats().syncs()).isEqualTo(3);
        assertThat(due).isEmpty();
        assertThat(recordsAfterPowerLoss()).isEqualTo(3);
    }

    @Test
    void aLargeWriteIsSyncedBeforeItsWriterAsks() {
        OperationLog log = open(SyncPolicy.ALWAYS);
        long sequence = log.append(OperationCodec.encode(Operations.marked("large", 1 << 17)));
        assertThat(due).hasSize(1);
        assertThat(log.append(operation(1))).isEqualTo(sequence + 1);
        assertThat(due).as("one sync for both").hasSize(1);
        assertThat(recordsAfterPowerLoss()).isZero();
        endInterval();
        assertThat(log.stats().syncs()).isOne();
        assertThat(recordsAfterPowerLoss()).isEqualTo(2);
        log.commit(sequence);
        log.commit(sequence + 1);
        assertThat(log.stats().syncs()).as("nothing is left to sync").isOne();
    }

    @Test
    void aLargeWriteThatCannotBeSyncedEarlyIsNotAcknowledged() {
        OperationLog log = open(SyncPolicy.ALWAYS);
        long sequence = log.append(OperationCodec.encode(Operations.marked("large", 1 << 17)));
        disk.failAt(disk.calls() + 1);
        endInterval();
        requirePoisoned(() -> log.commit(sequence));
        requirePoisoned(() -> log.append(operation(1)));
    }

    @Test
    void onlyUnderAlwaysALargeWriteIsSyncedAtOnce() {
        for (SyncPolicy policy : List.of(SyncPolicy.NEVER, INTERVAL)) {
            try (OperationLog log = open(policy)) {
                log.append(OperationCodec.encode(Operations.marked("large", 1 << 17)));
                assertThat(due).isEmpty();
            }
        }
    }

    @Test
    void underNeverAKillTakesNothingCommittedAndPowerLossTheLast() {
        OperationLog log = open(SyncPolicy.NEVER);
        commit(log, 3);
        assertThat(log.stats().syncs()).isZero();
        assertThat(log.stats().writes()).isEqualTo(3);
        assertThat(due).isEmpty();
        assertThat(records(disk.afterKill())).isEqualTo(3);
        assertThat(recordsAfterPowerLoss()).isZero();
        log.sync(2);
        assertThat(recordsAfterPowerLoss()).isEqualTo(3);
    }

    @Test
    void underAnIntervalPowerLossTakesWhatWasCommittedSinceItsEnd() {
        OperationLog log = open(INTERVAL);
        commit(log, 3);
        assertThat(log.stats().syncs()).isZero();
        assertThat(due).as("one sync for all").hasSize(1);
        assertThat(records(disk.afterKill())).isEqualTo(3);
        assertThat(recordsAfterPowerLoss()).isZero();

        endInterval();
        assertThat(log.stats().syncs()).isEqualTo(1);
        assertThat(recordsAfterPowerLoss()).isEqualTo(3);
        assertThat(due).as("nothing is scheduled while nobody writes").isEmpty();

        commit(log, 1);
        assertThat(due).hasSize(1);
        assertThat(recordsAfterPowerLoss()).isEqualTo(3);
    }

    @Test
    void withoutAThreadForItWhoWaitsSyncs() {
        SyncTimer none =
                (sync, delay) -> {
                    throw new OutOfMemoryError("unable to create a thread");
                };
        for (SyncPolicy policy : List.of(SyncPolicy.ALWAYS, INTERVAL)) {
            FaultyDirectory own = new FaultyDirectory();
            WalOptions options =
                    WalOptions.DEFAULT.withSync(policy).withTime(none, InstantSource.system());
            OperationLog log =
                    WriteAheadLog.open(own, "log", options, 0, (sequence, operation) -> {});
            for (int i = 0; i < 3; i++) {
                log.commit(log.append(OperationCodec.encode(Operations.marked("x", 1 << 17))));
                assertThat(records(own.afterPowerLoss(Survival.NONE, 0))).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void anErrorBeforeARecordStandsLeavesNoHole() {
        AtomicBoolean planted = new AtomicBoolean();
        InstantSource clock =
                () -> {
                    if (planted.getAndSet(false)) {
                        throw new OutOfMemoryError("planted");
                    }
                    return Instant.EPOCH;
                };
        WalOptions options = WalOptions.DEFAULT.withTime(this::schedule, clock);
        OperationLog log = WriteAheadLog.open(disk, "log", options, 0, (sequence, operation) -> {});
        for (int bytes : List.of(10, 1 << 18)) {
            EncodedOperation operation = OperationCodec.encode(Operations.marked("a", bytes));
            log.commit(log.append(operation));
            planted.set(true);
            assertThatThrownBy(() -> log.append(operation)).isInstanceOf(OutOfMemoryError.class);
            log.commit(log.append(operation));
        }
        assertThat(recordsAfterPowerLoss()).isEqualTo(4);
    }

    @Test
    void anIntervalThatEndsAfterClosingDoesNothing() {
        OperationLog log = open(INTERVAL);
        commit(log, 1);
        log.close();
        int calls = disk.calls();
        endInterval();
        assertThat(disk.calls()).isEqualTo(calls);
    }

    @Test
    void aSyncThatFailsInTheBackgroundPoisons() {
        OperationLog log = open(INTERVAL);
        commit(log, 1);
        disk.failAt(disk.calls() + 1);
        endInterval();
        requirePoisoned(() -> log.append(operation(2)));
        requirePoisoned(() -> log.commit(1));
        requirePoisoned(() -> log.sync(1));
        int syncs = disk.syncs();
        endInterval();
        log.close();
        assertThat(disk.syncs()).as("syncs after the failed one").isEqualTo(syncs);
    }

    @Test
    void recordsClaimOnlyWhatWasSynced() {
        OperationLog log = open(INTERVAL);
        commit(log, 3);
        endInterval();
        commit(log, 3);
        byte[] file = disk.content("log/wal-0000000001.log");
        assertThat(WalImage.records(file))
                .extracting(WalRecord::synced)
                .containsExactly(0L, 0L, 0L, 3L, 3L, 3L);
    }

    @Test
    void recordsSayWhenTheyWereAppendedAndOfWhatKindTheyAre() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T14:49:00.123Z"));
        OperationLog log =
                WriteAheadLog.open(
                        disk,
                        "log",
                        WalOptions.DEFAULT.withTime(SyncTimer.SYSTEM, clock),
                        0,
                        (sequence, operation) -> {});
        commit(log, 1);
        WalRecord record = WalImage.records(disk.content("log/wal-0000000001.log")).getFirst();
        assertThat(record.millis()).isEqualTo(clock.millis());
        assertThat(record.kind()).isEqualTo(operation(1).kind());
        assertThat(record.sequence()).isEqualTo(1);
    }

    @Test
    void theSystemsTimerSyncsOnAThreadOfItsOwn() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<String> threads = new ArrayList<>();
        SyncTimer.SYSTEM.schedule(
                () -> {
                    threads.add(Thread.currentThread().getName());
                    done.countDown();
                },
                Duration.ofMillis(1));
        done.await();
        assertThat(threads).containsExactly("vecdb-log-sync");
    }

    private void endInterval() {
        List<Runnable> now = List.copyOf(due);
        due.clear();
        now.forEach(Runnable::run);
    }

    private static void commit(OperationLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.commit(log.append(operation(i)));
        }
    }

    private int recordsAfterPowerLoss() {
        return records(disk.afterPowerLoss(Survival.NONE, 0));
    }

    private static int records(FaultyDirectory left) {
        TreeMap<Long, Operation> replayed = new TreeMap<>();
        WriteAheadLog.open(left, "log", WalOptions.DEFAULT, 0, replayed::put).close();
        return replayed.size();
    }

    private static void requirePoisoned(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POISONED));
    }

    private OperationLog open(SyncPolicy policy) {
        WalOptions options =
                WalOptions.DEFAULT
                        .withSync(policy)
                        .withTime((sync, delay) -> schedule(sync, delay), InstantSource.system());
        return WriteAheadLog.open(disk, "log", options, 0, (sequence, operation) -> {});
    }

    private void schedule(Runnable sync, Duration delay) {
        assertThat(delay).isIn(EVERY, Duration.ZERO);
        due.add(sync);
    }

    private static EncodedOperation operation(int i) {
        return OperationCodec.encode(Operations.marked("operation " + i, 20));
    }
}
