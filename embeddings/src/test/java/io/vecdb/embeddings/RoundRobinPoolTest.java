package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class RoundRobinPoolTest {
    private static final RoundRobinPool.NumberedTask FOR_EVER = _ -> new CountDownLatch(1).await();

    @Test
    void runsEveryTaskOnce() {
        try (var pool = new RoundRobinPool("test", 4)) {
            for (int count : new int[] {0, 1, 3, 4, 5, 1000}) {
                var runs = new AtomicIntegerArray(count);
                pool.run(count, runs::incrementAndGet);
                for (int i = 0; i < count; i++) {
                    assertThat(runs.get(i)).as("task %d of %d", i, count).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void usesAllItsThreadsAtOnce() {
        try (var pool = new RoundRobinPool("test", 3)) {
            var together = new CyclicBarrier(3);
            // Ends only if three tasks at a time wait at the barrier.
            pool.run(9, _ -> assertThat(awaitAll(together)).isBetween(0, 2));
        }
    }

    private static int awaitAll(CyclicBarrier barrier) throws InterruptedException {
        try {
            return barrier.await();
        } catch (java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSmallCallDoesNotWaitForALargeOne() throws InterruptedException, ExecutionException {
        try (var pool = new RoundRobinPool("test", 1);
                var callers = Executors.newFixedThreadPool(2)) {
            var first = new CountDownLatch(1);
            var smallQueued = new CountDownLatch(1);
            List<String> order = new ArrayList<>();
            Future<?> large =
                    callers.submit(() ->
                            pool.run(
                                    100,
                                    number -> {
                                        first.countDown();
                                        smallQueued.await();
                                        order.add("large " + number);
                                    }));
            first.await();
            Future<?> small = callers.submit(() -> pool.run(1, _ -> order.add("small")));
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            smallQueued.countDown();
            small.get();
            large.get();
            assertThat(order).hasSize(101).startsWith("large 0", "small", "large 1");
        }
    }

    @Test
    void theFirstFailureReachesTheCallerAndCancelsTheRest() {
        var pool = new RoundRobinPool("test", 2);
        var interrupted = new AtomicInteger();
        var ran = new AtomicInteger();
        var otherRuns = new CountDownLatch(1);
        var failure = new IllegalStateException("task 0");
        assertThatThrownBy(() ->
                        pool.run(
                                100,
                                number -> {
                                    ran.incrementAndGet();
                                    if (number == 0) {
                                        otherRuns.await();
                                        throw failure;
                                    }
                                    otherRuns.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException e) {
                                        interrupted.incrementAndGet();
                                        throw e;
                                    }
                                }))
                .isSameAs(failure);
        pool.close();
        assertThat(interrupted).hasValue(1);
        assertThat(ran).hasValue(2);
    }

    @Test
    void aCancelledTaskLeavesItsThreadUninterruptedForTheNext() {
        try (var pool = new RoundRobinPool("test", 2)) {
            for (int round = 0; round < 200; round++) {
                assertThatThrownBy(() ->
                                pool.run(
                                        2,
                                        number -> {
                                            if (number == 0) {
                                                throw new IllegalStateException();
                                            }
                                        }))
                        .isInstanceOf(IllegalStateException.class);
                var flags = new AtomicInteger();
                pool.run(4, _ -> flags.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
                assertThat(flags).as("round %d", round).hasValue(0);
            }
        }
    }

    @Test
    void anInterruptedCallerStopsItsTasksAndKeepsItsFlag() throws InterruptedException {
        try (var pool = new RoundRobinPool("test", 1)) {
            var running = new CountDownLatch(1);
            var stopped = new CountDownLatch(1);
            var failure = new AtomicReference<DbException>();
            var flag = new AtomicInteger();
            var caller =
                    new Thread(() -> {
                        failure.set(
                                catchThrowableOfType(
                                        DbException.class,
                                        () ->
                                                pool.run(
                                                        1,
                                                        number -> {
                                                            running.countDown();
                                                            try {
                                                                FOR_EVER.run(number);
                                                            } finally {
                                                                stopped.countDown();
                                                            }
                                                        })));
                        flag.set(Thread.currentThread().isInterrupted() ? 1 : 0);
                    });
            caller.start();
            running.await();
            caller.interrupt();
            caller.join();
            stopped.await();
            assertThat(failure.get().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.get()).hasMessageContaining("interrupted");
            assertThat(flag).hasValue(1);
        }
    }

    @Test
    void closeFailsRunningAndWaitingCallsAndLeavesNoThread()
            throws InterruptedException, ExecutionException {
        var threads = new ArrayList<Thread>();
        var pool = new RoundRobinPool("thing", 1);
        try (var callers = Executors.newFixedThreadPool(2)) {
            var running = new CountDownLatch(1);
            Future<?> first =
                    callers.submit(() ->
                            pool.run(
                                    2,
                                    number -> {
                                        threads.add(Thread.currentThread());
                                        running.countDown();
                                        FOR_EVER.run(number);
                                    }));
            running.await();
            Future<?> second = callers.submit(() -> pool.run(1, FOR_EVER));
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            pool.close();
            for (Future<?> call : List.of(first, second)) {
                assertThatThrownBy(call::get)
                        .cause()
                        .hasMessage("The thing was closed.")
                        .extracting(e -> ((DbException) e).code())
                        .isEqualTo(ErrorCode.CLOSED);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads).hasSize(1);
        assertThatThrownBy(() -> pool.run(0, FOR_EVER)).hasMessage("The thing was closed.");
        assertThatThrownBy(() -> pool.run(1, FOR_EVER)).hasMessage("The thing was closed.");
        pool.close();
    }
}
