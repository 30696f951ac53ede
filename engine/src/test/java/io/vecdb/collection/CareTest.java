package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Progress;
import io.vecdb.api.RepairReport;
import io.vecdb.api.VectorConfig;
import io.vecdb.api.VerifyReport;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.LocalFolders;
import io.vecdb.storage.WriteRate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Verifying and repairing a collection that is in use: what is told meanwhile, and what others
/// find.
class CareTest {
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(
                    VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 20, 50)));
    private static final int LARGE = 2_000;
    private static final int SMALL = 100;
    private static final int PENDING = 7;

    private final FaultyDirectory disk = new FaultyDirectory();
    private final SteppedExecutor jobs = new SteppedExecutor();
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final Database database =
            LocalDatabase.open(
                    disk,
                    EmbeddingModels.none(),
                    new Shard.Environment(
                            BuildOptions.threads(1),
                            StorageSettings.of(new WriteBuffer(SMALL, 1 << 20)),
                            jobs.threads(),
                            new SearchLoad(1),
                            budget,
                            new WriteRate(1L << 30)),
                    new LocalFolders(null));
    private final Collection collection = database.createCollection("c", CONFIG);

    /// Two segments, and points that are in the log only.
    CareTest() {
        int from = 0;
        for (int count : new int[] {LARGE, SMALL, PENDING}) {
            collection.upsert(points(from, count));
            jobs.runWaiting();
            from += count;
        }
        assertThat(collection.stats().segments()).hasSize(2);
        assertThat(collection.stats().pendingPoints()).isEqualTo(PENDING);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<Point> points(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> Point.of(i, i, 1)).toList();
    }

    /// Changes a byte in the middle of a file of the collection.
    private void damage(String suffix) throws IOException {
        String name =
                "c-1/"
                        + disk.list("c-1").stream()
                                .filter(each -> each.endsWith(suffix))
                                .findFirst()
                                .orElseThrow();
        byte[] bytes = disk.content(name);
        bytes[bytes.length / 2] ^= 1;
        disk.put(name, bytes);
    }

    /// What was told, in its order.
    private static final class Told implements Progress {
        final List<Long> bytes = new ArrayList<>();

        @Override
        public void update(long done, long total) {
            assertThat(total).as("how much there is").isEqualTo(-1);
            bytes.add(done);
        }
    }

    @Test
    void verifyingTellsHowManyBytesItHasRead() {
        Told told = new Told();
        VerifyReport report = database.verify("c", told);
        assertThat(report.isSound()).isTrue();
        assertThat(told.bytes).isSorted().hasSizeGreaterThan(5);
        assertThat(told.bytes).last().isEqualTo(report.bytes());
        long segments =
                collection.stats().segments().stream().mapToLong(each -> each.diskBytes()).sum();
        assertThat(report.bytes()).isGreaterThanOrEqualTo(segments);
        // While it reads the second segment too, and not only between the two.
        assertThat(told.bytes)
                .filteredOn(each -> each > segments / 2 && each < segments)
                .isNotEmpty();
    }

    @Test
    void repairingTellsHowManyBytesItHasRead() throws IOException {
        damage(".index0");
        Told told = new Told();
        long verified = database.verify("c", told).bytes();
        int first = told.bytes.size();
        assertThat(database.repair("c", told).points()).isEqualTo(LARGE + SMALL + PENDING);
        // A repair verifies first, and then reads all segments again.
        List<Long> again = told.bytes.subList(2 * first, told.bytes.size());
        assertThat(again).isSorted().isNotEmpty();
        assertThat(again.getLast()).isBetween(verified / 2, 2 * verified);
    }

    @Test
    void whatIsInMemoryIsKeptThoughTheLogIsDamagedToo() throws IOException {
        damage(".index0");
        for (String name : disk.list("c-1")) {
            if (name.startsWith("wal-")) {
                disk.put("c-1/" + name, new byte[100]);
            }
        }
        RepairReport report = database.repair("c", Progress.NONE);
        assertThat(report.points()).isEqualTo(LARGE + SMALL + PENDING);
        assertThat(report.lostPoints()).isZero();
        assertThat(report.lostWrites()).isZero();
        assertThat(database.collection("c").count(Filter.all())).isEqualTo(report.points());
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> collection.count(Filter.all()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    @Test
    void aRepairThatFailsLeavesACollectionThatSaysSoAndCanBeRepairedAgain() throws IOException {
        damage(".index0");
        disk.limit((name, bytes) -> !name.contains("seg-"));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> database.repair("c", Progress.NONE))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> database.collection("c"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .withMessageContaining("repairing it did not end well");
        assertThat(database.states().getFirst().isUsable()).isFalse();
        assertThat(budget.usedBytes()).isZero();
        disk.limit((name, bytes) -> true);
        assertThat(database.repair("c", Progress.NONE).points()).isEqualTo(LARGE + SMALL + PENDING);
        assertThat(database.collection("c").upsert(points(0, 1))).isPositive();
    }
}
