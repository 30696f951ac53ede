package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.storage.LocalFolders;
import io.vecdb.storage.WriteRate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a database takes of memory: counted, bounded, and given back.
class MemoryTest {
    private static final int DIMENSION = 16;
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(
                    VectorConfig.of(DIMENSION, Metric.L2)
                            .withIndex(new IndexConfig.Hnsw(4, 20, 100)));

    private static final CollectionConfig FLAT =
            CollectionConfig.of(
                    VectorConfig.of(DIMENSION, Metric.L2).withIndex(new IndexConfig.Flat()));

    @TempDir Path folder;

    private final MemoryBudget budget = new MemoryBudget(1 << 20);

    private Database open() {
        return LocalDatabase.open(
                LocalDirectory.open(folder),
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        StorageSettings.of(new WriteBuffer(1 << 20, 1L << 30)),
                        MaintenanceThreads.start(),
                        new SearchLoad(1),
                        budget,
                        new WriteRate(1L << 30)),
                new LocalFolders(folder));
    }

    private static List<Point> points(int from, int count) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            float[] vector = new float[DIMENSION];
            vector[i % DIMENSION] = i;
            points.add(Point.of(i, vector).with("text", "some text, number " + i));
        }
        return points;
    }

    private static void fill(Collection collection, int count) {
        for (int from = 0; from < count; from += 100) {
            collection.upsert(points(from, 100));
        }
    }

    @Test
    void aWriteThatDoesNotFitIsRefusedAndChangesNothing() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            long sequence = collection.upsert(points(0, 10));
            assertThatThrownBy(() -> collection.upsert(points(0, 5_000)))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
                    .hasMessageContaining("The write needs about")
                    .hasMessageContaining("1,048,576");
            assertThat(collection.count(Filter.all())).isEqualTo(10);
            assertThat(collection.sequence()).isEqualTo(sequence);
            collection.upsert(points(10, 10));
            assertThat(collection.count(Filter.all())).isEqualTo(20);
        }
    }

    @Test
    void aFullBudgetIsFlushedAndWritesGoOn() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            for (int from = 0; from < 5_000; from += 100) {
                collection.upsert(points(from, 100));
                assertThat(budget.usedBytes()).isLessThan(2 * budget.limitBytes());
            }
            assertThat(collection.count(Filter.all())).isEqualTo(5_000);
            assertThat(collection.stats().segments()).isNotEmpty();
        }
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void changedPayloadsCountUntilTheyAreMerged() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(points(0, 500));
            collection.compact();
            long before = budget.usedBytes();
            collection.setPayload(
                    Selection.matching(Filter.all()), Value.fields(Map.of("more", "x")));
            assertThat(budget.usedBytes()).isGreaterThan(before + 500 * 50);
            assertThatThrownBy(() ->
                            collection.setPayload(
                                    Selection.matching(Filter.all()),
                                    Value.fields(Map.of("more", "x".repeat(3_000)))))
                    .hasMessageContaining("The write needs about");
            collection.compact();
            assertThat(budget.usedBytes()).isLessThan(before + 500 * 50);
        }
    }

    @Test
    void onePointThatIsChangedOverAndOverTakesTheMemoryOfOnePayload() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(points(0, 500));
            collection.compact();
            long before = budget.usedBytes();
            for (int i = 0; i < 5_000; i++) {
                collection.setPayload(
                        Selection.of(PointId.of(7)), Value.fields(Map.of("more", "x".repeat(500))));
            }
            assertThat(budget.usedBytes()).isLessThan(before + 10_000);
        }
    }

    @Test
    void largePayloadsOfFewPointsAreMergedBeforeTheyTakeAllMemory() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            fill(collection, 2_000);
            collection.compact();
            for (int i = 0; i < 390; i++) {
                collection.setPayload(
                        Selection.of(PointId.of(i)),
                        Value.fields(Map.of("more", "x".repeat(5_000))));
            }
            assertThat(collection.count(Filter.eq("more", "x".repeat(5_000)))).isEqualTo(390);
        }
    }

    @Test
    void aCollectionThatLacksMemoryHasAnIdleOneFlushed() {
        try (Database database = open()) {
            Collection idle = database.createCollection("idle", CONFIG);
            int filled = 0;
            while (budget.usedBytes() < 900_000) {
                idle.upsert(points(filled, 100));
                filled += 100;
            }
            assertThat(idle.stats().segments()).isEmpty();
            Collection busy = database.createCollection("busy", CONFIG);
            busy.upsert(points(0, 400));
            assertThat(idle.stats().segments()).hasSize(1);
            assertThat(busy.count(Filter.all())).isEqualTo(400);
            assertThat(idle.count(Filter.all())).isEqualTo(filled);
        }
    }

    @Test
    void writersDoNotWaitForAMergeThatFindsNoMemory() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            fill(collection, 30_000);
            assertThat(collection.count(Filter.all())).isEqualTo(30_000);
            assertThat(collection.stats().segments()).hasSizeLessThan(20);
        }
    }

    @Test
    void ingestGoesOnThoughMergesTakeNearlyAllMemory() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", FLAT);
            for (int from = 0; from < 60_000; from += 400) {
                collection.upsert(points(from, 400));
            }
            assertThat(collection.count(Filter.all())).isEqualTo(60_000);
            assertThat(collection.stats().segments()).hasSizeLessThan(Backpressure.SEALED_LIMIT);
        }
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void theAccountSaysWhatIsWhere() {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(points(0, 500));
            MemoryUsage inMemory = collection.stats().memory();
            assertThat(inMemory.of(MemoryPart.VECTORS).offHeap())
                    .isGreaterThanOrEqualTo(500L * DIMENSION * Float.BYTES);
            assertThat(inMemory.of(MemoryPart.PAYLOAD).heap()).isGreaterThan(500 * 50);
            assertThat(inMemory.of(MemoryPart.VECTORS).mapped()).isZero();
            collection.compact();
            MemoryUsage inFiles = collection.stats().memory();
            assertThat(inFiles.of(MemoryPart.VECTORS).mapped())
                    .isGreaterThanOrEqualTo(500L * DIMENSION * Float.BYTES);
            assertThat(inFiles.of(MemoryPart.INDEX).mapped()).isGreaterThan(500 * 8 * 4);
            assertThat(inFiles.of(MemoryPart.PAYLOAD).mapped()).isGreaterThan(500 * 20);
            assertThat(inFiles.of(MemoryPart.PAYLOAD).heap()).isZero();
            assertThat(database.memory().limitBytes()).isEqualTo(1 << 20);
            assertThat(database.memory().collections()).containsOnlyKeys("c");
        }
    }
}
