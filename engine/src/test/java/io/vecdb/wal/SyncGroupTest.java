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
            group.enter();
            group.await();
            group.synced(FOR_EVER.toNanos());
            group.leave();
        }
    }

    @Test
    void theLeaderWaitsForAsManyAsWaitedLastTime() throws InterruptedException {
        SyncGroup group = group(FOR_EVER);
        List<Thread> others = new ArrayList<>();
        lock.lock();
        try {
            for (int i = 0; i < 3; i++) {
                group.enter();
            }
            group.synced(FOR_EVER.toNanos());
            for (int i = 0; i < 3; i++) {
                group.leave();
            }
            for (int i = 0; i < 2; i++) {
                others.add(Thread.ofPlatform().start(() -> enter(group)));
            }
            group.enter();
            assertThat(entered).isZero();
            // Gives up the lock, for which the others wait.
            group.await();
            assertThat(entered).isEqualTo(2);
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
        group.enter();
        group.enter();
        // The next leader waits for half a nanosecond, which is not at all.
        group.synced(1);
        group.leave();
        group.leave();

        group.enter();
        group.await();
        group.synced(FOR_EVER.toNanos());
        group.leave();
        group.enter();
        group.await();
    }

    @Test
    void anInterruptEndsTheWaitingAndIsKept() {
        SyncGroup group = group(FOR_EVER);
        lock.lock();
        group.enter();
        group.enter();
        group.synced(FOR_EVER.toNanos());
        group.leave();
        Thread.currentThread().interrupt();
        group.await();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void enter(SyncGroup group) {
        lock.lock();
        try {
            entered++;
            group.enter();
        } finally {
            lock.unlock();
        }
    }

    private SyncGroup group(Duration longest) {
        return new SyncGroup(lock.newCondition(), longest);
    }
}
