package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.CollectionStats.SegmentStats;
import io.vecdb.api.Database;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Query;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
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
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// The numbers that a collection gives its users: of writes, and about itself.
class SequencesAndFiguresTest {
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(
                    VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 20, 100)));
    private static final Map<String, Value> PAYLOAD = Value.fields(Map.of("n", 7));

    private final FaultyDirectory disk = new FaultyDirectory();
    private final SearchLoad searches = new SearchLoad(2);
    private final SteppedExecutor jobs = new SteppedExecutor();
    private final Database database =
            LocalDatabase.open(
                    disk,
                    EmbeddingModels.none(),
                    new Shard.Environment(
                            BuildOptions.threads(1),
                            StorageSettings.of(new WriteBuffer(1 << 20, 1L << 30)),
                            jobs.threads(),
                            searches,
                            new MemoryBudget(1L << 30),
                            new WriteRate(1L << 30)),
                    new LocalFolders(null));
    private final Collection collection = database.createCollection("c", CONFIG);

    @AfterEach
    void close() {
        database.close();
    }

    private static List<Point> points(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Point.of(i, i, 1).with("n", i))
                .toList();
    }

    private static Selection below(int number) {
        return Selection.matching(Filter.lt("n", number));
    }

    @Test
    void everyWriteHasTheNextNumberAndIsInWhatReadersSee() {
        Vector vector = new Vector.Dense(new float[] {1, 2});
        Selection one = Selection.of(PointId.of(1));
        List<LongSupplier> writes =
                List.of(
                        () -> collection.upsert(points(0, 3)),
                        () ->
                                collection.updateVectors(
                                        List.of(
                                                new PointVectors(
                                                        PointId.of(1), Map.of("", vector)))),
                        () -> collection.setPayload(one, PAYLOAD),
                        () -> collection.overwritePayload(one, PAYLOAD),
                        () -> collection.deletePayload(one, List.of(FieldPath.parse("n"))),
                        () -> collection.createPayloadIndex("n", PayloadIndexType.INTEGER),
                        () -> collection.dropPayloadIndex("n"),
                        () -> collection.delete(one));
        assertThat(collection.sequence()).isZero();
        for (int i = 0; i < writes.size(); i++) {
            assertThat(writes.get(i).getAsLong()).isEqualTo(i + 1);
            assertThat(collection.sequence()).isEqualTo(i + 1);
            assertThat(collection.stats().sequence()).isEqualTo(i + 1);
        }
    }

    @Test
    void whatChangesNothingIsNotLoggedAndHasTheNumberOfTheLastWrite() {
        collection.upsert(points(0, 3));
        long last = collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
        assertThat(last).isEqualTo(2);
        long records = collection.stats().log().records();
        assertThat(collection.upsert(List.of())).isEqualTo(last);
        assertThat(collection.updateVectors(List.of())).isEqualTo(last);
        assertThat(collection.createPayloadIndex("n", PayloadIndexType.INTEGER)).isEqualTo(last);
        assertThat(collection.dropPayloadIndex("other")).isEqualTo(last);
        assertThat(collection.stats().log().records()).isEqualTo(records);
    }

    @Test
    void sealedSegmentsHaveTheirPayloadIndexAsSoonAsItIsCreatedAndNoLonger() {
        collection.upsert(points(0, 200));
        collection.compact();
        collection.upsert(points(200, 10));
        jobs.runWaiting();
        assertThat(payloadIndexes()).isEqualTo(List.of(Map.of()));
        collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
        assertThat(payloadIndexes()).isEqualTo(List.of(Map.of("n", PayloadIndexType.INTEGER)));
        assertThat(collection.count(Filter.lt("n", 205))).isEqualTo(205);
        collection.dropPayloadIndex("n");
        assertThat(payloadIndexes()).isEqualTo(List.of(Map.of()));
        assertThat(collection.count(Filter.lt("n", 205))).isEqualTo(205);
    }

    /// The payload indexes of each sealed segment.
    private List<Map<String, PayloadIndexType>> payloadIndexes() {
        List<Map<String, PayloadIndexType>> found = new ArrayList<>();
        CollectionConfig with = CONFIG.withPayloadIndex("n", PayloadIndexType.INTEGER);
        try (ReadView view = ((LocalCollection) collection).view()) {
            view.segments()
                    .sealed()
                    .forEach(segment ->
                            found.add((segment.hasFilters(with) ? with : CONFIG).payloadIndexes()));
        }
        return found;
    }

    @Test
    void pointsAreCountedWhereverTheyAre() {
        requireFigures(0, 0, List.of());
        collection.upsert(points(0, 150));
        requireFigures(150, 150, List.of());
        collection.compact();
        requireFigures(150, 0, List.of(new Live(150, 0)));
        collection.upsert(points(140, 30));
        requireFigures(170, 30, List.of(new Live(140, 10)));
        collection.delete(below(20));
        collection.delete(Selection.of(PointId.of(169)));
        requireFigures(149, 29, List.of(new Live(120, 30)));
        collection.compact();
        requireFigures(149, 0, List.of(new Live(149, 0)));
        collection.delete(Selection.matching(Filter.all()));
        requireFigures(0, 0, List.of(new Live(0, 149)));
        collection.compact();
        requireFigures(0, 0, List.of());
    }

    private record Live(long points, long deleted) {}

    private void requireFigures(long points, long pending, List<Live> segments) {
        CollectionStats stats = collection.stats();
        assertThat(stats.points()).isEqualTo(points).isEqualTo(collection.count(Filter.all()));
        assertThat(stats.pendingPoints()).isEqualTo(pending);
        assertThat(stats.segments())
                .extracting(segment -> new Live(segment.points(), segment.deletedPoints()))
                .isEqualTo(segments);
    }

    @Test
    void bytesAndFilesAreThoseOnDisk() throws IOException {
        collection.upsert(points(0, 150));
        collection.compact();
        requireBytesOnDisk();
        assertThat(collection.stats().segments())
                .singleElement()
                .extracting(SegmentStats::graphFields)
                .isEqualTo(1);
        collection.upsert(points(140, 30));
        collection.setPayload(below(10), PAYLOAD);
        assertThat(collection.stats().log().diskBytes()).isPositive();
        requireBytesOnDisk();
        collection.compact();
        requireBytesOnDisk();
    }

    private void requireBytesOnDisk() throws IOException {
        CollectionStats stats = collection.stats();
        long log = 0;
        long segments = 0;
        int files = 0;
        for (String name : disk.list("c-1")) {
            long bytes = disk.content("c-1/" + name).length;
            log += name.startsWith("wal-") ? bytes : 0;
            segments += name.startsWith("seg-") ? bytes : 0;
            files += name.startsWith("seg-") ? 1 : 0;
        }
        assertThat(stats.log().diskBytes()).isEqualTo(log);
        assertThat(stats.diskBytes()).isEqualTo(log + segments);
        assertThat(stats.segments().stream().mapToLong(SegmentStats::diskBytes).sum())
                .isEqualTo(segments);
        assertThat(stats.segmentFiles()).isEqualTo(files);
    }

    @Test
    void theBuffersOfLogAndWritersAreInTheAccount() {
        collection.upsert(points(0, 1_000));
        CollectionStats stats = collection.stats();
        assertThat(stats.memory().of(MemoryPart.LOG).heap())
                .isGreaterThan(stats.log().bufferBytes());
        assertThat(database.memory().collections()).isEqualTo(Map.of("c", stats.memory()));
    }

    @Test
    void searchesMakeBuildersGiveWayForAWhile() throws InterruptedException {
        collection.upsert(points(0, 10));
        assertThat(searches.builders()).isEqualTo(Integer.MAX_VALUE);
        collection.search(Query.nearest(1, 2));
        // It is not for long.
        while (searches.builders() != Integer.MAX_VALUE) {
            Thread.sleep(10);
        }
    }
}
