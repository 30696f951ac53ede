package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.index.BuildOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

class WorkersTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "4, 0", "4, 3", "4, 1000", "64, 1000"})
    void doesEachOnce(int threads, int count) {
        AtomicIntegerArray done = new AtomicIntegerArray(count + 1);
        Workers.run(BuildOptions.threads(threads), count, () -> done::incrementAndGet);
        for (int i = 0; i < count; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
        assertThat(done.get(count)).isZero();
    }

    @Test
    void oneThreadGoesInOrder() {
        List<Integer> order = new ArrayList<>();
        Workers.run(BuildOptions.threads(1), 50, () -> order::add);
        assertThat(order).isSorted().hasSize(50);
    }

    @Test
    void theThreadsKeepTheirPace() {
        Set<Integer> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        AtomicInteger done = new AtomicInteger();
        Workers.run(
                BuildOptions.threads(3)
                        .withPace(thread -> {
                            if (threads.add(thread)) {
                                // Otherwise two might do all of it before the third begins.
                                all.countDown();
                                await(all);
                            }
                        }),
                5_000,
                () -> i -> done.incrementAndGet());
        assertThat(done.get()).isEqualTo(5_000);
        assertThat(threads).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void theFirstFailureIsThrown() {
        assertThatThrownBy(() ->
                        Workers.run(
                                BuildOptions.threads(4),
                                10_000,
                                () ->
                                        i -> {
                                            if (i == 777) {
                                                throw new IllegalStateException("seven");
                                            }
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("seven");
    }

    @Test
    void anInterruptEndsTheWork() throws InterruptedException {
        CountDownLatch helperRuns = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        List<Boolean> interrupted = new ArrayList<>();
        Thread[] caller = new Thread[1];
        caller[0] =
                new Thread(() -> {
                    try {
                        Workers.run(
                                BuildOptions.threads(2),
                                Integer.MAX_VALUE / 2,
                                () -> i -> run(caller[0], helperRuns));
                    } catch (DbException e) {
                        thrown.add(e);
                    }
                    interrupted.add(Thread.currentThread().isInterrupted());
                });
        caller[0].start();
        helperRuns.await();
        caller[0].interrupt();
        caller[0].join();
        assertThat(thrown).hasSize(1);
        assertThat(((DbException) thrown.get(0)).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(interrupted).containsExactly(true);
    }

    private static void run(Thread caller, CountDownLatch helperRuns) {
        if (!Thread.currentThread().equals(caller)) {
            helperRuns.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
