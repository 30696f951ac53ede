package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats.SegmentStats;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.LocalFolders;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// When flushes and merges begin, and when they do not any more.
class MaintenanceTest {
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Flat()));

    private final FaultyDirectory disk = new FaultyDirectory();
    private final SteppedExecutor flushes = new SteppedExecutor();
    private final SteppedExecutor merges = new SteppedExecutor();

    private static Database open(
            Directory directory, int bufferPoints, MaintenanceThreads threads) {
        return LocalDatabase.open(
                directory,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1), new WriteBuffer(bufferPoints, 1 << 20), threads),
                new LocalFolders(null));
    }

    /// With maintenance when the test says so.
    private Database open(int bufferPoints) {
        return open(disk, bufferPoints, new MaintenanceThreads(flushes, merges, merges));
    }

    /// With maintenance in threads of its own, which end when it is closed.
    private static Database threaded(Directory directory, int bufferPoints) {
        ExecutorService merging = Executors.newSingleThreadExecutor();
        return open(
                directory,
                bufferPoints,
                new MaintenanceThreads(Executors.newSingleThreadExecutor(), merging, merging));
    }

    private static List<Point> points(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Point.of(i, i, 1).with("n", i))
                .toList();
    }

    private static List<Long> sizes(Collection collection) {
        return collection.stats().segments().stream().map(SegmentStats::points).toList();
    }

    /// Writes segments of these sizes.
    private Collection filled(Database database, int... sizes) {
        Collection collection = database.createCollection("c", CONFIG);
        int from = 0;
        for (int size : sizes) {
            collection.upsert(points(from, size));
            flushes.runWaiting();
            from += size;
        }
        return collection;
    }

    @Test
    void aFullBufferIsFlushedAndAFlushIsFollowedByTheMergesThatPay() {
        try (Database database = open(10)) {
            Collection collection = database.createCollection("c", CONFIG);
            flushes.runWaiting();
            merges.runWaiting();
            collection.upsert(points(0, 9));
            assertThat(flushes.waiting()).isZero();
            collection.upsert(points(9, 1));
            assertThat(sizes(collection)).isEmpty();
            flushes.runWaiting();
            assertThat(sizes(collection)).containsExactly(10L);
            collection.upsert(points(10, 40));
            flushes.runWaiting();
            assertThat(sizes(collection)).containsExactly(10L, 40L);
            merges.runWaiting();
            assertThat(sizes(collection)).containsExactly(50L);
            assertThat(collection.count(Filter.all())).isEqualTo(50);
        }
    }

    @Test
    void mergesGoOnAfterwardsAsLongAsTheyPay() {
        try (Database database = open(10)) {
            Collection collection = filled(database, 2_000, 200, 10);
            collection.delete(Selection.matching(Filter.lt("n", 500)));
            flushes.runWaiting();
            // First the one with deletions is written anew, then the two newest are merged.
            merges.runWaiting();
            assertThat(sizes(collection)).containsExactly(1_500L, 210L);
            assertThat(collection.stats().segments())
                    .extracting(SegmentStats::deletedPoints)
                    .containsOnly(0L);
        }
    }

    @Test
    void aMergeThatIsDueDoesNotWaitForThePauseAfterOpening() {
        SteppedExecutor paused = new SteppedExecutor();
        try (Database database = open(disk, 10, new MaintenanceThreads(flushes, merges, paused))) {
            Collection collection = filled(database, 20, 20, 20);
            merges.runWaiting();
            assertThat(sizes(collection)).containsExactly(60L);
            assertThat(paused.waiting()).isOne();
        }
    }

    @Test
    void mergesThatWereDueWhenTheDatabaseWasClosedAreMadeWhenItIsOpen() {
        try (Database database = open(10)) {
            assertThat(sizes(filled(database, 20, 20, 20))).hasSize(3);
        }
        merges.runWaiting();
        try (Database database = open(10)) {
            Collection collection = database.collection("c");
            assertThat(sizes(collection)).hasSize(3);
            merges.runWaiting();
            assertThat(sizes(collection)).containsExactly(60L);
        }
    }

    @Test
    void whatWaitsWhenACollectionIsDroppedOrClosedIsNotDone() {
        try (Database database = open(10)) {
            filled(database, 20, 20).upsert(points(0, 10));
            assertThat(flushes.waiting()).isPositive();
            assertThat(merges.waiting()).isPositive();
            database.dropCollection("c");
            requireIdle();
            filled(database, 20, 20).upsert(points(0, 10));
        }
        requireIdle();
    }

    private void requireIdle() {
        int calls = disk.calls();
        flushes.runWaiting();
        merges.runWaiting();
        assertThat(disk.calls()).isEqualTo(calls);
    }

    @Test
    void aDropWaitsForTheMergeThatRunsAndLeavesNoFiles() throws IOException, InterruptedException {
        requireDropWaits("seg-3.ids");
    }

    @Test
    void aDropWaitsForTheFlushThatRunsAndLeavesNoFiles() throws IOException, InterruptedException {
        requireDropWaits("seg-2.ids");
    }

    /// Drops a collection while a thread is about to write a certain file of it.
    private void requireDropWaits(String file) throws IOException, InterruptedException {
        DirectoryWithHook hooked = new DirectoryWithHook(disk);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch dropping = new CountDownLatch(1);
        try (Database database = threaded(hooked, 10)) {
            Collection collection = database.createCollection("c", CONFIG);
            hooked.beforeWriting(
                    name -> name.endsWith(file),
                    () -> {
                        reached.countDown();
                        await(dropping);
                    });
            collection.upsert(points(0, 20));
            // Until it is in a segment of its own.
            while (sizes(collection).isEmpty()) {
                Thread.onSpinWait();
            }
            collection.upsert(points(20, 20));
            reached.await();
            Thread dropper = Thread.ofPlatform().start(() -> database.dropCollection("c"));
            while (dropper.getState() != Thread.State.WAITING
                    && dropper.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            Thread.State waiting = dropper.getState();
            dropping.countDown();
            dropper.join();
            assertThat(waiting).isEqualTo(Thread.State.WAITING);
            assertThat(disk.list("c-1")).isEmpty();
        }
        assertThat(disk.list("c-1")).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writersAreToldWhyNothingCanBeFlushedAndGoOnWhenItCan() {
        try (Database database = threaded(disk, 5)) {
            Collection collection = database.createCollection("c", CONFIG);
            disk.limit((name, bytes) -> !name.contains("seg-"));
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            collection.upsert(points(i, 1));
                        }
                    })
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                    .withMessageContaining("no room for more writes")
                    .withMessageContaining("No space left on device");
            assertThat(collection.count(Filter.all())).isBetween(10L, 20L);
            disk.limit((name, bytes) -> true);
            collection.upsert(points(0, 100));
            assertThat(collection.count(Filter.all())).isEqualTo(100);
        }
    }
}
