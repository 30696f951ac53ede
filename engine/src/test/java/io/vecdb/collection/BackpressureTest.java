package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

class BackpressureTest {
    private static final CollectionConfig CONFIG = CollectionConfig.of(2, Metric.L2);

    private final DbException reason =
            new DbException(ErrorCode.IO_ERROR, "The disk is full, says the test.");
    private final MutableSegment mutable =
            new MutableSegment(CONFIG, new MemoryBudget(1 << 20).reservation());
    private final SealedSegment sealed = sealed();
    private final ReentrantLock lock = new ReentrantLock();
    private final Backpressure backpressure = new Backpressure(lock.newCondition());
    private final AtomicInteger retries = new AtomicInteger();
    private final SegmentSet room = segments(31, 1);
    private volatile SegmentSet now = room;

    private SealedSegment sealed() {
        mutable.insert(Point.of(1, 1, 2), 1);
        Folder folder = new Folder(new FaultyDirectory(), "c-1");
        return Objects.requireNonNull(
                        new SegmentBuilder(folder, CONFIG, BuildOptions.threads(1))
                                .build(1, List.of(mutable), 1))
                .segment();
    }

    private SegmentSet segments(int sealedCount, int frozenCount) {
        SegmentSet set =
                new SegmentSet(
                        Collections.nCopies(sealedCount, sealed),
                        Collections.nCopies(frozenCount, new Frozen(mutable, 1)),
                        mutable);
        // Nobody else holds it, but its segments stay until the test ends.
        set.release();
        return set;
    }

    @AfterEach
    void release() {
        mutable.release();
        sealed.release();
    }

    /// A writer that waits for room, or for everything to be flushed.
    private final class Writer {
        private final AtomicReference<@Nullable DbException> refusal = new AtomicReference<>();
        private final AtomicInteger looks = new AtomicInteger();
        private final Thread thread;

        Writer(boolean forFlush) {
            thread = Thread.ofPlatform().daemon().start(() -> run(forFlush));
        }

        private void run(boolean forFlush) {
            lock.lock();
            try {
                if (forFlush) {
                    backpressure.awaitFlush(this::look, retries::incrementAndGet);
                } else {
                    backpressure.awaitRoom(this::look, retries::incrementAndGet);
                }
            } catch (DbException e) {
                refusal.set(e);
            } finally {
                lock.unlock();
            }
        }

        private SegmentSet look() {
            looks.incrementAndGet();
            return now;
        }

        /// Until it has looked so often at the segments and waits.
        void requireWaiting(int looksLeast) {
            while (looks.get() < looksLeast || thread.getState() != Thread.State.WAITING) {
                assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
                Thread.onSpinWait();
            }
        }

        void requirePassed() {
            requireEnded();
            assertThat(refusal.get()).isNull();
        }

        void requireEnded() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void become(SegmentSet other) {
        locked(() -> {
            now = other;
            backpressure.caughtUp();
        });
    }

    private void fail(boolean merging) {
        locked(() -> backpressure.failed(merging, reason));
    }

    @Test
    void belowTheLimitsNobodyWaits() {
        new Writer(false).requirePassed();
        now = segments(40, 0);
        new Writer(true).requirePassed();
        assertThat(retries).hasValue(0);
    }

    @Test
    void twoFrozenSegmentsKeepWritersWaitingUntilThereIsRoom() {
        now = segments(0, 2);
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        become(segments(1, 2));
        writer.requireWaiting(2);
        become(room);
        writer.requirePassed();
        assertThat(retries).hasValue(0);
    }

    @Test
    void thirtyTwoSealedSegmentsDoToo() {
        now = segments(32, 0);
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        become(room);
        writer.requirePassed();
    }

    @Test
    void whoWaitsForAFlushWaitsUntilNothingIsFrozen() {
        now = segments(0, 2);
        Writer writer = new Writer(true);
        writer.requireWaiting(1);
        become(segments(0, 1));
        writer.requireWaiting(2);
        become(segments(0, 0));
        writer.requirePassed();
    }

    @Test
    void aFlushThatFailedIsTriedOnceMoreBeforeTheWriterIsRefused() {
        now = segments(0, 2);
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        fail(false);
        writer.requireWaiting(2);
        assertThat(retries).hasValue(1);
        fail(false);
        writer.requireEnded();
        assertThat(retries).hasValue(1);
        assertThat(writer.refusal.get())
                .hasMessageContaining("no room for more writes")
                .hasMessageContaining("The disk is full")
                .hasCause(reason)
                .satisfies(e ->
                        assertThat(Objects.requireNonNull(e).code()).isEqualTo(ErrorCode.IO_ERROR));
    }

    @Test
    void theNextWriterHasAFailedFlushTriedAgainAndPassesIfThatHelps() {
        fail(false);
        now = segments(0, 2);
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        assertThat(retries).hasValue(1);
        become(room);
        writer.requirePassed();
    }

    @Test
    void aFailedMergeRefusesNobodyWhoWaitsForAFlush() {
        fail(true);
        new Writer(false).requirePassed();
        now = segments(10, 2);
        Writer waiting = new Writer(false);
        waiting.requireWaiting(1);
        fail(true);
        waiting.requireWaiting(2);
        fail(true);
        waiting.requireWaiting(3);
        assertThat(retries).hasValue(0);
        become(room);
        waiting.requirePassed();
    }

    @Test
    void aFailedMergeRefusesWritersWhereThereAreTooManySegments() {
        now = segments(32, 1);
        fail(true);
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        fail(false);
        writer.requireWaiting(2);
        assertThat(retries).as("a flush is not what it waits for").hasValue(1);
        fail(true);
        writer.requireEnded();
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> {
                    throw Objects.requireNonNull(writer.refusal.get());
                })
                .withCause(reason);
    }

    @Test
    void whatFailedBeforeSegmentsWereReplacedIsForgotten() {
        fail(false);
        fail(true);
        become(segments(32, 2));
        Writer writer = new Writer(false);
        writer.requireWaiting(1);
        assertThat(retries).hasValue(0);
        become(segments(32, 1));
        writer.requireWaiting(2);
        assertThat(retries).hasValue(0);
        become(room);
        writer.requirePassed();
    }

    @Test
    void theEndLetsEverybodyGo() {
        now = segments(32, 2);
        Writer first = new Writer(false);
        Writer second = new Writer(true);
        first.requireWaiting(1);
        second.requireWaiting(1);
        locked(backpressure::end);
        first.requirePassed();
        second.requirePassed();
        fail(false);
        new Writer(false).requirePassed();
        assertThat(retries).hasValue(0);
    }
}
