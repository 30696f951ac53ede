package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.Trials;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/// A whole database, with flushes, merges and payload indexes, on a disk that stops or refuses at
/// many of its calls: what was acknowledged is there afterwards, and nothing else but what was
/// under way. A trial is a workload.
@Tag("proof")
final class DatabaseCrashTest {
    private static final int SESSIONS = 3;
    private static final int STEPS = 20;

    /// One workload stops at every nineteenth call, the next at others; among many trials, each
    /// stops at every call.
    private static final int STRIDE = Trials.many() ? 1 : 19;

    private static final List<Survival> SURVIVALS = List.of(Survival.values());

    private final Trials workloads = Trials.of(DatabaseCrashTest.class, 2);

    /// Images of disks that were opened.
    private int images;

    @Test
    void killsAndPowerLossLoseNothingAcknowledged() {
        workloads.each(this::stopEverywhere);
        System.out.printf("%d images of stopped disks were opened%n", images);
    }

    private void stopEverywhere(long seed) {
        int calls = callsOf(seed);
        assertThat(calls).isGreaterThan(500);
        for (int at = first(seed); at <= calls; at += STRIDE) {
            FaultyDirectory disk = new FaultyDirectory();
            DatabaseWorkload workload = new DatabaseWorkload(seed);
            disk.losePowerAt(at);
            // Whatever comes to light first: the loss itself, or a log that it has poisoned.
            assertThat(catchThrowable(() -> workload.run(disk, SESSIONS, STEPS))).isNotNull();
            requireIntact(disk.afterKill(), workload, "kill", at, seed);
            Survival survival = SURVIVALS.get(at % SURVIVALS.size());
            requireIntact(disk.afterPowerLoss(survival, at), workload, survival.name(), at, seed);
            requireIntact(disk.afterPowerLoss(Survival.RANDOM, at), workload, "RANDOM", at, seed);
        }
    }

    @Test
    void aFailingCallIsAnErrorAndLosesNothing() {
        workloads.each(this::failEverywhere);
        System.out.printf("%d images of failing disks were opened%n", images);
    }

    private void failEverywhere(long seed) {
        int calls = callsOf(seed);
        for (int at = first(seed); at <= calls; at += STRIDE) {
            FaultyDirectory disk = new FaultyDirectory();
            DatabaseWorkload workload = new DatabaseWorkload(seed);
            disk.failAt(at);
            try {
                workload.runOverFailures(disk, SESSIONS, STEPS);
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + ", failure at call " + at, e);
            }
            requireIntact(disk.afterKill(), workload, "failure", at, seed);
            requireIntact(
                    disk.afterPowerLoss(Survival.RANDOM, at), workload, "failure, power", at, seed);
        }
    }

    private void requireIntact(
            FaultyDirectory disk, DatabaseWorkload workload, String what, int at, long seed) {
        images++;
        try {
            workload.requireIntact(disk, at);
        } catch (AssertionError | RuntimeException e) {
            fail("seed %d, %s at call %d".formatted(seed, what, at), e);
        }
    }

    private static int first(long seed) {
        return 1 + (int) (seed % STRIDE);
    }

    private static int callsOf(long seed) {
        FaultyDirectory disk = new FaultyDirectory();
        new DatabaseWorkload(seed).run(disk, SESSIONS, STEPS);
        return disk.calls();
    }
}
