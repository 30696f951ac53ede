package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A few of the workloads of [DatabaseCrashTest] in a second or two, so that every build shows that
/// flushes and merges keep what was written, also where a call fails.
class DatabaseWorkloadTest {
    private static final int SESSIONS = 3;
    private static final int STEPS = 20;

    /// So many calls of a workload fail, one a trial.
    private static final int FAILURES = 10;

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104})
    void whatWasWrittenIsThereAfterAKillAndAPowerLoss(long seed) {
        FaultyDirectory disk = new FaultyDirectory();
        DatabaseWorkload workload = new DatabaseWorkload(seed);
        workload.run(disk, SESSIONS, STEPS);
        workload.requireIntact(disk.afterKill(), seed);
        workload.requireIntact(disk.afterPowerLoss(Survival.NONE, seed), seed);
        workload.requireIntact(disk.afterPowerLoss(Survival.RANDOM, seed), seed);
    }

    @Test
    void aCallThatFailsLosesNothing() {
        long seed = 201;
        FaultyDirectory whole = new FaultyDirectory();
        new DatabaseWorkload(seed).run(whole, SESSIONS, STEPS);
        int stride = whole.calls() / FAILURES;
        assertThat(stride).isGreaterThan(50);
        for (int at = stride / 2; at < whole.calls(); at += stride) {
            FaultyDirectory disk = new FaultyDirectory();
            disk.failAt(at);
            DatabaseWorkload workload = new DatabaseWorkload(seed);
            try {
                workload.runOverFailures(disk, SESSIONS, STEPS);
                workload.requireIntact(disk.afterKill(), at);
                workload.requireIntact(disk.afterPowerLoss(Survival.RANDOM, at), at);
            } catch (AssertionError | RuntimeException e) {
                fail("failure at call " + at, e);
            }
        }
    }
}
