package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/// A collection that grows: segments stay few, a graph appears by itself, and filters of every
/// tightness give k hits.
class GrowthTest {
    private static final int POINTS = 3_000;
    private static final int DIMENSION = 12;

    @TempDir Path folder;

    private final Random random = new Random(99);

    private Database open() {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(250, 1 << 22));
    }

    private Collection grown(Database database) {
        VectorConfig vector =
                VectorConfig.of(DIMENSION, Metric.COSINE)
                        .withIndex(new IndexConfig.Hnsw(8, 60, 500));
        Collection collection =
                database.createCollection(
                        "c",
                        CollectionConfig.of(vector)
                                .withPayloadIndex("n", PayloadIndexType.INTEGER));
        List<Point> batch = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            batch.add(Point.of(i, vector()).with("n", i));
            if (batch.size() == 50) {
                collection.upsert(batch);
                batch.clear();
            }
        }
        return collection;
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    @Test
    void becomesOneSegmentWithAGraphAndFindsWhatAScanFinds() {
        try (Database database = open()) {
            Collection collection = grown(database);
            assertThat(collection.stats().points()).isEqualTo(POINTS);
            collection.compact();
            CollectionStats stats = collection.stats();
            assertThat(stats.segments()).hasSize(1);
            assertThat(stats.indexedPoints()).isEqualTo(POINTS);
            assertThat(stats.pendingPoints()).isZero();
            assertThat(recall(collection, Filter.all())).isGreaterThanOrEqualTo(0.95);
        }
        try (Database database = open()) {
            Collection collection = database.collection("c");
            assertThat(collection.stats().indexedPoints()).isEqualTo(POINTS);
            assertThat(recall(collection, Filter.all())).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void aSteadyIngestIsServedFromTwoSegmentsByItself() throws InterruptedException {
        try (Database database = open()) {
            Collection collection = grown(database);
            for (int tries = 0; sealed(collection) > 2 && tries < 600; tries++) {
                Thread.sleep(100);
            }
            assertThat(sealed(collection)).isBetween(1L, 2L);
        }
    }

    private static long sealed(Collection collection) {
        return collection.stats().segments().size();
    }

    @Test
    void everyTightnessOfAFilterGivesAllHits() {
        try (Database database = open()) {
            Collection collection = grown(database);
            collection.compact();
            for (int matches : new int[] {1, 3, 10, 30, 300, 1_000, 2_999}) {
                Filter filter = Filter.lt("n", matches);
                List<Hit> hits = collection.search(Query.nearest(vector()).filter(filter));
                assertThat(hits).hasSize(Math.min(10, matches));
                assertThat(recall(collection, filter)).isGreaterThanOrEqualTo(0.95);
            }
        }
    }

    @Test
    void deletedPointsLeaveAndNeverComeBack() {
        try (Database database = open()) {
            Collection collection = grown(database);
            collection.delete(Selection.matching(Filter.lt("n", 2_700)));
            assertThat(collection.count(Filter.all())).isEqualTo(300);
            assertThat(collection.search(Query.nearest(vector()).limit(1_000))).hasSize(300);
            long before = collection.stats().diskBytes();
            collection.compact();
            assertThat(collection.stats().diskBytes()).isLessThan(before / 4);
            assertThat(collection.search(Query.nearest(vector()).limit(1_000)))
                    .hasSize(300)
                    .allSatisfy(hit -> assertThat(hit.id().compareTo(idOf(2_700))).isNotNegative());
        }
        try (Database database = open()) {
            assertThat(database.collection("c").count(Filter.all())).isEqualTo(300);
        }
    }

    @Test
    void aCollectionWithoutVectorsIsCreatedFilledAndRecovered() {
        CollectionConfig none = new CollectionConfig(Map.of(), Map.of());
        try (Database database = open()) {
            Collection collection = database.createCollection("none", none);
            collection.upsert(List.of(new Point(idOf(1), Map.of(), Map.of())));
        }
        try (Database database = open()) {
            assertThat(database.collection("none").count(Filter.all())).isOne();
        }
    }

    @Test
    void deletionsGiveTheirSpaceBackByThemselves() throws InterruptedException {
        try (Database database = open()) {
            Collection collection = grown(database);
            collection.compact();
            long before = collection.stats().diskBytes();
            for (long from = 0; from < 2_700; from += 100) {
                collection.delete(Selection.of(LongStream.range(from, from + 100).toArray()));
            }
            for (int tries = 0; deletedInFiles(collection) > 60 && tries < 600; tries++) {
                Thread.sleep(100);
            }
            assertThat(deletedInFiles(collection)).isLessThanOrEqualTo(60);
            assertThat(collection.stats().diskBytes()).isLessThan(before / 4);
        }
    }

    private static long deletedInFiles(Collection collection) {
        return collection.stats().segments().stream()
                .mapToLong(CollectionStats.SegmentStats::deletedPoints)
                .sum();
    }

    private static PointId idOf(long number) {
        return PointId.of(number);
    }

    private double recall(Collection collection, Filter filter) {
        int found = 0;
        int wanted = 0;
        for (int i = 0; i < 40; i++) {
            Query query = Query.nearest(vector()).filter(filter);
            Set<Object> truth = new HashSet<>();
            collection.search(query.exact()).forEach(hit -> truth.add(hit.id()));
            wanted += truth.size();
            for (Hit hit : collection.search(query)) {
                found += truth.contains(hit.id()) ? 1 : 0;
            }
        }
        return (double) found / wanted;
    }
}
