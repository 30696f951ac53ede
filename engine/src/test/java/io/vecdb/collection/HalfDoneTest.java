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
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.LocalFolders;
import io.vecdb.storage.WriteRate;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What a job that fails in the middle leaves behind: nothing.
class HalfDoneTest {
    private static final CollectionConfig CONFIG = CollectionConfig.of(2, Metric.L2);
    private static final int LARGE = 20_000;

    private final FaultyDirectory disk = new FaultyDirectory();
    private final DirectoryWithHook hooked = new DirectoryWithHook(disk);
    private final SteppedExecutor jobs = new SteppedExecutor();
    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    private Database open(Directory directory, WriteBuffer buffer) {
        return LocalDatabase.open(
                directory,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        StorageSettings.of(buffer),
                        jobs.threads(),
                        new SearchLoad(1),
                        budget,
                        new WriteRate(1L << 30)),
                new LocalFolders(null));
    }

    private Database open() {
        return open(hooked, new WriteBuffer(1 << 20, 1L << 30));
    }

    private static List<Point> points(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Point.of(i, i, 1).with("number", i))
                .toList();
    }

    private List<String> segmentFiles() throws IOException {
        return segmentFiles("");
    }

    private List<String> segmentFiles(String kind) throws IOException {
        return disk.list("c-1").stream()
                .filter(name -> name.startsWith("seg-") && name.contains(kind))
                .sorted()
                .toList();
    }

    /// Has the n-th file of such a name not be created.
    private void refuse(Predicate<String> name, int nth) {
        hooked.beforeWriting(
                name,
                () -> {
                    if (nth == 1) {
                        throw new IOException("no space left, says the test");
                    }
                    refuse(name, nth - 1);
                });
    }

    private static void requireIoError(Runnable call) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    }

    @Test
    void aFlushOrAMergeThatCannotBeCommittedLeavesNoFiles() throws IOException {
        try (Database database = open()) {
            Collection collection = database.createCollection("c", CONFIG);
            collection.upsert(points(0, 100));
            collection.compact();
            List<String> before = segmentFiles();
            collection.upsert(points(50, 100));

            refuse(name -> name.contains(".changes-"), 1);
            requireIoError(collection::compact);
            assertThat(segmentFiles()).isEqualTo(before);
            refuse(name -> name.endsWith("manifest.tmp"), 1);
            requireIoError(collection::compact);
            assertThat(segmentFiles()).isEqualTo(before);

            // The second manifest is that of the merge.
            refuse(name -> name.endsWith("manifest.tmp"), 2);
            requireIoError(collection::compact);
            List<String> flushed = segmentFiles();
            refuse(name -> name.endsWith("manifest.tmp"), 1);
            requireIoError(collection::compact);
            assertThat(segmentFiles()).isEqualTo(flushed);

            collection.compact();
            assertThat(segmentFiles()).hasSameSizeAs(before);
            assertThat(collection.count(Filter.all())).isEqualTo(150);
        }
    }

    @Test
    void aSegmentThatCannotHaveItsPayloadIndexDoesNotKeepTheOthersFromTheirs() throws IOException {
        WriteBuffer small = new WriteBuffer(100, 1L << 30);
        try (Database database = open(disk, small)) {
            Collection collection = database.createCollection("c", CONFIG);
            for (List<Point> batch : List.of(points(0, LARGE), points(LARGE, 100))) {
                collection.upsert(batch);
                jobs.runWaiting();
            }
        }
        String payload = "c-1/" + segmentFiles("payload").getFirst();
        byte[] bytes = disk.content(payload);
        bytes[64 + (1 << 16) + 5] ^= 1;
        disk.put(payload, bytes);
        try (Database database = open(disk, small)) {
            Collection collection = database.collection("c");
            for (int time = 0; time < 2; time++) {
                assertThatExceptionOfType(DbException.class)
                        .isThrownBy(() ->
                                collection.createPayloadIndex("number", PayloadIndexType.INTEGER))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
            }
            List<String> filters = segmentFiles("filters");
            assertThat(filters).hasSize(2).last().asString().endsWith("filters-2");
            for (int i = 0; i < 5; i++) {
                collection.upsert(points(2 * LARGE + i, 1));
                jobs.runWaiting();
            }
            assertThat(segmentFiles("filters")).isEqualTo(filters);
        }
    }

    @Test
    void aDropIsDoneOrNotWhateverBecomesOfTheFiles() {
        int done = 0;
        for (int call = 1; done < 3; call++) {
            FaultyDirectory own = new FaultyDirectory();
            try (Database database = open(own, new WriteBuffer(1 << 20, 1L << 30))) {
                database.createCollection("c", CONFIG).upsert(points(0, 10));
                own.failAt(own.calls() + call);
                boolean dropped = false;
                try {
                    dropped = database.dropCollection("c");
                } catch (DbException e) {
                    assertThat(e.code()).isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
                }
                assertThat(database.hasCollection("c")).as("call " + call).isEqualTo(!dropped);
                done += own.hasFailed() ? 0 : 1;
            }
        }
    }

    @Test
    void aCreationIsDoneOrNotAndTakesNoMemoryIfItIsNot() {
        int done = 0;
        for (int call = 1; done < 3; call++) {
            FaultyDirectory own = new FaultyDirectory();
            try (Database database = open(own, new WriteBuffer(1 << 20, 1L << 30))) {
                long before = budget.usedBytes();
                own.failAt(own.calls() + call);
                try {
                    assertThat(database.createCollection("c", CONFIG).name()).isEqualTo("c");
                } catch (DbException e) {
                    assertThat(e.code()).isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
                }
                boolean there = database.hasCollection("c");
                assertThat(budget.usedBytes() > before).as("call " + call).isEqualTo(there);
                done += own.hasFailed() ? 0 : 1;
            }
        }
    }

    @Test
    void aCollectionThatCannotBeOpenedTakesNoMemory() throws IOException {
        Database killed = open();
        Collection collection = killed.createCollection("c", CONFIG);
        collection.upsert(points(0, 1_000));
        collection.compact();
        collection.setPayload(
                Selection.matching(Filter.all()), Value.fields(Map.of("text", "some text")));
        collection.delete(Selection.of(PointId.of(7)));
        collection.delete(Selection.of(PointId.of(8)));
        FaultyDirectory left = disk.afterKill();
        String log = left.list("c-1").stream().filter(n -> n.startsWith("wal-")).toList().getLast();
        byte[] bytes = left.content("c-1/" + log);
        // The last record but one; the last says that it had been synced.
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end - 60] ^= 1;
        left.put("c-1/" + log, bytes);
        long before = budget.usedBytes();
        try (Database database = open(left, new WriteBuffer(1 << 20, 1L << 30))) {
            assertThat(database.states().getFirst().isUsable()).isFalse();
            assertThat(budget.usedBytes()).isEqualTo(before);
        }
    }

    @Test
    void theLogDoesNotGrowWithEachProcessThatIsKilled() {
        FaultyDirectory left = disk;
        WriteBuffer buffer = new WriteBuffer(1 << 20, 100_000);
        for (int run = 0; run < 12; run++) {
            Database database = open(left, buffer);
            jobs.runWaiting();
            Collection collection =
                    database.hasCollection("c")
                            ? database.collection("c")
                            : database.createCollection("c", CONFIG);
            assertThat(collection.count(Filter.all())).isEqualTo(run * 1_500L);
            assertThat(collection.stats().log().diskBytes()).isLessThan(300_000);
            // Not enough for a flush by itself.
            collection.upsert(points(run * 1_500, 1_500));
            left = left.afterKill();
        }
    }
}
