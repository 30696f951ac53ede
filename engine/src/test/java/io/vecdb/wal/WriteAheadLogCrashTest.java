package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.Trials;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;
import io.vecdb.storage.PowerLoss;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// Stops the log and the manifests at every single call to the disk. A trial is a workload.
@Tag("proof")
final class WriteAheadLogCrashTest {
    private static final int SESSIONS = 3;
    private static final int STEPS = 20;

    private final Trials workloads = Trials.of(WriteAheadLogCrashTest.class, 2);

    /// Images of disks that were opened.
    private int images;

    @Test
    void whatWasSyncedSurvivesKillsAndPowerLossAtEveryCall() {
        workloads.each(this::stopEverywhere);
        System.out.printf("%d images of the log were opened%n", images);
    }

    private void stopEverywhere(long seed) {
        int calls = callsOf(seed);
        assertThat(calls).isGreaterThan(80);
        for (int at = 1; at <= calls; at++) {
            FaultyDirectory disk = new FaultyDirectory();
            Workload workload = new Workload(seed);
            disk.losePowerAt(at);
            stopByPowerLoss(() -> workload.run(disk, SESSIONS, STEPS));
            requireIntactAfterKill(disk, workload, at, seed);
            for (Survival survival : Survival.values()) {
                for (int chance = 0; chance < chances(survival); chance++) {
                    requireIntact(disk, workload, survival, 1_000L * at + chance, seed);
                }
            }
        }
    }

    @Test
    void killsAndPowerLossDuringRecoveryLoseNothing() {
        workloads.each(this::stopDuringRecovery);
        System.out.printf("%d images of the log were opened%n", images);
    }

    private void stopDuringRecovery(long seed) {
        int calls = callsOf(seed);
        for (int at = 1; at <= calls; at += Trials.many() ? 17 : 41) {
            FaultyDirectory disk = new FaultyDirectory();
            Workload workload = new Workload(seed);
            disk.losePowerAt(at);
            stopByPowerLoss(() -> workload.run(disk, SESSIONS, STEPS));
            for (Survival survival : Survival.values()) {
                requireRecoveryIntact(disk, workload, survival, 1_000L * at, seed);
            }
        }
    }

    @Test
    void aFailingCallIsAnErrorAndLosesNothing() {
        workloads.each(this::failEverywhere);
        System.out.printf("%d images of the log were opened%n", images);
    }

    private void failEverywhere(long seed) {
        int calls = callsOf(seed);
        int failures = 0;
        for (int at = 1; at <= calls; at++) {
            FaultyDirectory disk = new FaultyDirectory();
            Workload workload = new Workload(seed);
            disk.failAt(at);
            try {
                workload.run(disk, SESSIONS, STEPS);
            } catch (DbException e) {
                assertThat(Workload.isDiskError(e))
                        .as("seed %d, call %d: %s", seed, at, e)
                        .isTrue();
                failures++;
            }
            // The next process reads what the cache has, which may be more than the disk has.
            Workload next = workload.copy(at);
            try {
                next.requireIntact(disk);
            } catch (AssertionError | DbException e) {
                fail("seed " + seed + ", failure at call " + at + ", reopened", e);
            }
            requireIntact(disk, next, Survival.NONE, at, seed);
            requireIntact(disk, next, Survival.RANDOM, at, seed);
        }
        assertThat(failures).isEqualTo(calls);
    }

    @Test
    void afterAFailedSyncNothingIsWrittenUntilTheLogIsReopened() {
        FaultyDirectory disk = new FaultyDirectory();
        OperationLog log = open(disk);
        log.sync(log.append(encoded(1)));
        log.append(encoded(2));
        disk.failAt(disk.calls() + 2);

        requirePoisoned(() -> log.sync(2));
        int calls = disk.calls();
        requirePoisoned(() -> log.sync(2));
        requirePoisoned(() -> log.append(encoded(3)));
        log.sync(1);
        log.release(1);
        assertThat(disk.calls()).as("calls after the failed sync").isEqualTo(calls);

        log.close();
        assertThat(disk.syncs()).as("syncs after the failed one").isEqualTo(4);
        OperationLog reopened = open(disk);
        assertThat(reopened.append(encoded(3))).isEqualTo(3);
    }

    @Test
    void anEmptyOrTornDraftOfANewFileIsIgnored() {
        for (int length = 0; length <= 64; length++) {
            FaultyDirectory disk = new FaultyDirectory();
            try (OperationLog log = open(disk)) {
                assertThat(log.append(encoded(1))).isEqualTo(1);
            }
            byte[] file = disk.content("log/wal-0000000001.log");
            disk.put("log/wal-0000000002.tmp", Arrays.copyOf(file, length));
            try (OperationLog log = open(disk)) {
                assertThat(log.append(encoded(2))).isEqualTo(2);
            }
            try (OperationLog log = open(disk)) {
                assertThat(log.stats().lastSequence()).isEqualTo(2);
            }
        }
    }

    private void requireIntact(
            FaultyDirectory disk, Workload workload, Survival survival, long chance, long seed) {
        images++;
        try {
            workload.afterPowerLoss(chance).requireIntact(disk.afterPowerLoss(survival, chance));
        } catch (AssertionError | RuntimeException e) {
            fail(place(disk, survival, chance, seed), e);
        }
    }

    /// The process is killed; the power fails during the life of the next, or the one after.
    private void requireIntactAfterKill(
            FaultyDirectory disk, Workload workload, long chance, long seed) {
        FaultyDirectory killed = disk.afterKill();
        Workload next = workload.copy(chance);
        try {
            next.reopen(killed);
            requireIntact(killed, next, Survival.NONE, chance, seed);
            requireIntact(killed, next, Survival.RANDOM, chance, seed);
            images++;
            next.requireIntact(killed);
            requireIntact(killed, next, Survival.RANDOM, chance, seed);
        } catch (AssertionError | RuntimeException e) {
            fail("after a kill; " + place(disk, Survival.ALL, chance, seed), e);
        }
    }

    private void requireRecoveryIntact(
            FaultyDirectory disk, Workload workload, Survival survival, long chance, long seed) {
        FaultyDirectory whole = disk.afterPowerLoss(survival, chance);
        workload.afterPowerLoss(chance).reopen(whole);
        for (int at = 1; at <= whole.calls(); at++) {
            FaultyDirectory again = disk.afterPowerLoss(survival, chance);
            Workload recovering = workload.afterPowerLoss(chance);
            again.losePowerAt(at);
            stopByPowerLoss(() -> recovering.reopen(again));
            requireIntactAfterKill(again, recovering, at, seed);
            for (Survival second : Survival.values()) {
                requireIntact(again, recovering, second, chance + at, seed);
            }
        }
    }

    private static String place(FaultyDirectory disk, Survival survival, long chance, long seed) {
        return "seed %d, power lost at call %d, %s with chance %d"
                .formatted(seed, disk.calls(), survival, chance);
    }

    private static int callsOf(long seed) {
        FaultyDirectory disk = new FaultyDirectory();
        new Workload(seed).run(disk, SESSIONS, STEPS);
        return disk.calls();
    }

    private static int chances(Survival survival) {
        return switch (survival) {
            case NONE, ALL -> 1;
            case TORN -> 2;
            case RANDOM -> 4;
        };
    }

    private static void stopByPowerLoss(Runnable work) {
        assertThatThrownBy(work::run).isInstanceOf(PowerLoss.class);
    }

    private static void requirePoisoned(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POISONED))
                .hasMessageContaining("told to fail");
    }

    private static OperationLog open(FaultyDirectory disk) {
        return WriteAheadLog.open(disk, "log", WalOptions.DEFAULT, 0, (sequence, operation) -> {});
    }

    private static EncodedOperation encoded(int i) {
        return OperationCodec.encode(Operations.marked("operation " + i, i));
    }
}
