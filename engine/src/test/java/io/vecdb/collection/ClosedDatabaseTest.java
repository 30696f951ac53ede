package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Progress;
import io.vecdb.api.Query;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.Snapshots;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.LocalFolders;
import io.vecdb.storage.WriteRate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A database that was closed, or could not be opened: it says so and holds nothing any more.
class ClosedDatabaseTest {
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Flat()));
    private static final Vector VECTOR = new Vector.Dense(new float[] {1, 2});
    private static final Selection ONE = Selection.of(PointId.of(1));
    private static final Map<String, Value> PAYLOAD = Value.fields(Map.of("n", 1));

    @TempDir Path folder;

    private final FaultyDirectory disk = new FaultyDirectory();
    private final SteppedExecutor jobs = new SteppedExecutor();
    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    private static Database open(Directory directory, SteppedExecutor jobs, MemoryBudget budget) {
        return LocalDatabase.open(
                directory,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        StorageSettings.of(new WriteBuffer(100, 1L << 30)),
                        jobs.threads(),
                        new SearchLoad(1),
                        budget,
                        new WriteRate(1L << 30)),
                new LocalFolders(null));
    }

    private Database open() {
        return open(disk, jobs, budget);
    }

    private static List<Point> points(int count) {
        return IntStream.range(0, count).mapToObj(i -> Point.of(i, i, 1).with("n", i)).toList();
    }

    private static void requireClosed(Runnable... calls) {
        for (int i = 0; i < calls.length; i++) {
            Runnable call = calls[i];
            assertThatExceptionOfType(DbException.class)
                    .as("call %d", i)
                    .isThrownBy(call::run)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED))
                    .withMessageContaining("open it again");
        }
    }

    @Test
    void everyCallToAClosedDatabaseSaysSo() {
        Database database = open();
        database.createCollection("c", CONFIG).upsert(points(3));
        Snapshots snapshots = database.snapshots();
        Path archive = folder.resolve("archive");
        snapshots.create(archive, Set.of(), Progress.NONE);
        snapshots.backup(folder.resolve("backups"), Set.of(), Progress.NONE);
        database.close();
        requireClosed(
                () -> database.createCollection("d", CONFIG),
                () -> database.collection("c"),
                () -> database.hasCollection("c"),
                database::collections,
                () -> database.dropCollection("c"),
                database::states,
                () -> database.verify("c", Progress.NONE),
                () -> database.repair("c", Progress.NONE),
                database::memory,
                database::snapshots,
                () -> snapshots.create(folder.resolve("other"), Set.of(), Progress.NONE),
                () -> snapshots.create(folder.resolve("other"), Set.of("c"), Progress.NONE),
                () -> snapshots.backup(folder.resolve("backups"), Set.of(), Progress.NONE),
                () -> snapshots.restore(archive, RestoreOptions.ALL, Progress.NONE),
                () ->
                        snapshots.restoreBackup(
                                folder.resolve("backups"), 1, RestoreOptions.ALL, Progress.NONE));
        database.close();
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void everyCallToACollectionOfAClosedDatabaseSaysSo() {
        Database database = open();
        Collection collection = database.createCollection("c", CONFIG);
        collection.upsert(points(3));
        database.close();
        requireClosed(collection);
        try (Database again = open()) {
            assertThat(again.collection("c").count(Filter.all())).isEqualTo(3);
        }
    }

    @Test
    void everyCallToADroppedCollectionSaysSo() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(points(3));
            database.dropCollection("c");
            requireClosed(collection);
            Collection another = database.createCollection("c", CONFIG);
            requireClosed(collection);
            assertThat(another.count(Filter.all())).isZero();
        }
    }

    /// Others may come upon it while it is being dropped.
    @Test
    void whatWasNotFlushedOfADroppedCollectionIsNotFlushedLater() {
        try (LocalDatabase database = (LocalDatabase) open()) {
            database.createCollection("c", CONFIG).upsert(points(3));
            Shard shard = ((Slot.Open) database.slot("c")).shard();
            database.dropCollection("c");
            Maintenance maintenance = shard.maintenance();
            List<Runnable> calls =
                    List.of(
                            shard::relieve,
                            shard::compact,
                            maintenance::flushNow,
                            maintenance::compactNow,
                            maintenance::mergeForMemory,
                            maintenance::indexPayloadsNow);
            for (Runnable call : calls) {
                assertThatExceptionOfType(DbException.class)
                        .isThrownBy(call::run)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
            }
            assertThat(budget.usedBytes()).isZero();
        }
    }

    private static void requireClosed(Collection collection) {
        requireClosed(
                () -> collection.upsert(points(1)),
                () -> collection.upsert(List.of()),
                () ->
                        collection.updateVectors(
                                List.of(new PointVectors(PointId.of(1), Map.of("", VECTOR)))),
                () -> collection.updateVectors(List.of()),
                () -> collection.delete(ONE),
                () -> collection.setPayload(ONE, PAYLOAD),
                () -> collection.overwritePayload(ONE, PAYLOAD),
                () -> collection.deletePayload(ONE, List.of(FieldPath.parse("n"))),
                () -> collection.createPayloadIndex("n", PayloadIndexType.INTEGER),
                () -> collection.dropPayloadIndex("n"),
                () -> collection.retrieve(List.of(PointId.of(1)), Include.EVERYTHING),
                () -> collection.scroll(Scroll.FIRST),
                () -> collection.count(Filter.all()),
                () -> collection.search(Query.nearest(1, 2)),
                () -> collection.search(List.of(Query.nearest(1, 2))),
                collection::sequence,
                collection::stats,
                collection::compact);
    }

    @Test
    void closingEndsAllThreads() {
        Set<Thread> before = maintenance();
        Database database = Databases.open(disk, 1);
        Collection collection = database.createCollection("c", CONFIG);
        collection.upsert(points(3));
        collection.compact();
        collection.upsert(points(3));
        collection.compact();
        Set<Thread> own = new HashSet<>(maintenance());
        own.removeAll(before);
        assertThat(own).extracting(Thread::getName).contains("vecdb-scrub", "vecdb-flush");
        database.close();
        own.forEach(ClosedDatabaseTest::join);
        assertThat(own).noneMatch(Thread::isAlive);
    }

    private static Set<Thread> maintenance() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vecdb-"))
                .collect(Collectors.toSet());
    }

    private static void join(Thread thread) {
        try {
            // Much more than it takes.
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingGivesAllMemoryBack() {
        Database database = open();
        Collection collection = database.createCollection("c", CONFIG);
        for (int i = 0; i < 3; i++) {
            collection.upsert(points(10_000));
            collection.compact();
            collection.setPayload(Selection.matching(Filter.all()), PAYLOAD);
        }
        assertThat(budget.usedBytes()).isPositive();
        assertThat(database.memory().spareBytes()).isPositive();
        database.close();
        assertThat(budget.usedBytes()).isZero();
        assertThat(budget.blocks().spareBytes()).isZero();
        assertThat(jobs.isShutdown()).isTrue();
    }

    @Test
    void whatCannotBeOpenedHoldsNothing() {
        try (Database database = open()) {
            database.createCollection("c", CONFIG).upsert(points(150));
        }
        int refused = 0;
        boolean failed = true;
        for (int call = 1; failed; call++) {
            FaultyDirectory left = disk.afterKill();
            left.failAt(call);
            SteppedExecutor threads = new SteppedExecutor();
            MemoryBudget own = new MemoryBudget(1L << 30);
            try (Database database = open(left, threads, own)) {
                assertThat(database.collections()).containsExactly("c");
            } catch (DbException e) {
                assertThat(e.code()).isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
                refused++;
            }
            assertThat(own.usedBytes()).as("call %d", call).isZero();
            assertThat(threads.isShutdown()).as("call %d", call).isTrue();
            failed = left.hasFailed();
        }
        assertThat(refused).isPositive();
    }
}
