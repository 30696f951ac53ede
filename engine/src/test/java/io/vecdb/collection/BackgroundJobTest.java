package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class BackgroundJobTest {
    private final AtomicInteger done = new AtomicInteger();
    private final BackgroundJob job = new BackgroundJob(done::incrementAndGet);
    private final SteppedExecutor thread = new SteppedExecutor();

    @Test
    void whatIsAskedForAgainBeforeItBeganIsDoneOnce() {
        job.later(thread);
        job.later(thread);
        assertThat(thread.waiting()).isEqualTo(1);
        thread.runWaiting();
        assertThat(done).hasValue(1);
        job.later(thread);
        thread.runWaiting();
        assertThat(done).hasValue(2);
    }

    @Test
    void aThreadThatTakesNoMoreWorkIsNoError() {
        job.later(task -> {
            throw new RejectedExecutionException();
        });
        assertThat(done).hasValue(0);
    }

    @Test
    void whoWaitsIsToldOfTheFailure() {
        DbException failure = new DbException(ErrorCode.IO_ERROR, "no");
        Runnable failing =
                () -> {
                    throw failure;
                };
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> job.now(failing))
                .isSameAs(failure);
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> job.nowUninterrupted(failing))
                .isSameAs(failure);
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> job.now(() -> Integer.parseInt("x")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        job.now(done::incrementAndGet);
        assertThat(done).as("a failure keeps nobody else from working").hasValue(1);
    }

    @Test
    void anInterruptEndsTheWaitingButNotTheWork() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() ->
                        job.now(() -> {
                            await(mayEnd);
                            ended.countDown();
                        }))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(Thread.interrupted()).isTrue();
        mayEnd.countDown();
        ended.await();
    }

    @Test
    void anInterruptMayWaitUntilTheWorkIsDone() {
        Thread.currentThread().interrupt();
        job.nowUninterrupted(done::incrementAndGet);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(1);
        job.nowUninterrupted(done::incrementAndGet);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void twoOfAKindAreNeverDoneAtTheSameTime() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread first =
                Thread.ofPlatform()
                        .start(() ->
                                job.now(() -> {
                                    begun.countDown();
                                    await(mayEnd);
                                    done.incrementAndGet();
                                }));
        begun.await();
        Thread idle =
                Thread.ofPlatform()
                        .start(() -> {
                            job.awaitIdle();
                            assertThat(done).hasValue(1);
                            done.incrementAndGet();
                        });
        while (idle.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(done).hasValue(0);
        mayEnd.countDown();
        first.join();
        idle.join();
        assertThat(done).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
