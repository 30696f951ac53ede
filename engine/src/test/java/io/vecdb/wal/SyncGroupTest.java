package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A wait of ten minutes stands for one without end: the test would be stopped before.
@Timeout(30)
final class SyncGroupTest {
    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    private final ReentrantLock lock = new ReentrantLock();
    private int entered;

    @Test
    void aSingleThreadNeverWaits() {
        SyncGroup group = group(FOR_EVER);
        lock.lock();
        for (int i = 0; i < 3; i++) {
            int entered = group.enter();
            group.await();
            group.begin(0);
            group.synced(FOR_EVER.toNanos());
            group.leave(entered);
        }
    }

    @Test
    void theLeaderWaitsForThoseOfTheLastSyncAndThoseThatCameMeanwhile()
            throws InterruptedException {
        SyncGroup group = group(FOR_EVER);
        List<Thread> others = new ArrayList<>();
        lock.lock();
        try {
            int first = group.enter();
            int second = group.enter();
            group.begin(0);
            int third = group.enter();
            group.synced(FOR_EVER.toNanos());
            group.leave(first);
            group.leave(second);
            for (int i = 0; i < 2; i++) {
                others.add(Thread.ofPlatform().start(() -> enter(group)));
            }
            assertThat(entered).isZero();
            // Gives up the lock, for which the first two wait to come back.
            group.await();
            assertThat(entered).isEqualTo(2);
            group.begin(0);
            group.synced(1);
            group.leave(third);
        } finally {
            lock.unlock();
        }
        for (Thread other : others) {
            other.join();
        }
    }

    @Test
    void whoDoesNotComeBackIsWaitedForOnce() {
        SyncGroup group = group(FOR_EVER);
        lock.lock();
        int first = group.enter();
        int second = group.enter();
        group.begin(0);
        // The next leader waits for half a nanosecond, which is not at all.
        group.synced(1);
        group.leave(first);
        group.leave(second);

        requireNobodyIsWaitedForAfterOneSync(group);
    }

    @Test
    void whoComesTooLateForASyncThatIsEnoughForItIsNotCountedTwice() {
        SyncGroup group = group(FOR_EVER);
        lock.lock();
        int first = group.enter();
        group.begin(0);
        int late = group.enter();
        group.synced(1);
        group.leave(first);
        group.leave(late);

        requireNobodyIsWaitedForAfterOneSync(group);
    }

    @Test
    void anInterruptEndsTheWaitingAndIsKept() {
        SyncGroup group = group(FOR_EVER);
        lock.lock();
        int first = group.enter();
        int second = group.enter();
        group.begin(0);
        group.synced(FOR_EVER.toNanos());
        group.leave(first);
        group.leave(second);
        int alone = group.enter();
        Thread.currentThread().interrupt();
        group.await();
        assertThat(Thread.interrupted()).isTrue();
        group.leave(alone);
    }

    /// Would wait for ever if others were expected a second time.
    private static void requireNobodyIsWaitedForAfterOneSync(SyncGroup group) {
        int alone = group.enter();
        group.await();
        group.begin(0);
        group.synced(FOR_EVER.toNanos());
        group.leave(alone);
        alone = group.enter();
        group.await();
        group.leave(alone);
    }

    private void enter(SyncGroup group) {
        lock.lock();
        try {
            entered++;
            var _ = group.enter();
        } finally {
            lock.unlock();
        }
    }

    private SyncGroup group(Duration longest) {
        return new SyncGroup(lock.newCondition(), longest);
    }
}
