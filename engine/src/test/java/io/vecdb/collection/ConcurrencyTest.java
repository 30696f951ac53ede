package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(120)
class ConcurrencyTest {
    private static final int BATCH = 10;
    private static final int ROUNDS = 150;

    @TempDir Path folder;

    private Database open() {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(100, 1 << 20));
    }

    private static CollectionConfig config() {
        return CollectionConfig.of(
                VectorConfig.of(4, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 16, 200)));
    }

    /// Every batch of a writer replaces its ten points with a new round number: a reader that sees
    /// two rounds of one writer, or not exactly ten points, has seen half a write.
    @Test
    void readersSeeWholeBatchesWhileWritersAndMergesRun() throws Exception {
        try (Database database = open();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Collection collection = database.createCollection("c", config());
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int number = writer;
                collection.upsert(batch(number, 0));
                writers.add(threads.submit(() -> write(collection, number)));
            }
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                int number = reader;
                readers.add(threads.submit(() -> read(collection, number, done)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            assertThat(collection.count(Filter.eq("round", ROUNDS))).isEqualTo(2 * BATCH);
        }
    }

    private static List<Point> batch(int writer, int round) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            points.add(
                    Point.of((long) writer * BATCH + i, writer, round, i, 1)
                            .with("writer", writer)
                            .with("round", round));
        }
        return points;
    }

    private static void write(Collection collection, int writer) {
        for (int round = 1; round <= ROUNDS; round++) {
            collection.upsert(batch(writer, round));
            assertThat(collection.count(roundOf(writer, round))).isEqualTo(BATCH);
        }
    }

    private static Filter roundOf(int writer, int round) {
        return Filter.eq("writer", writer).and(Filter.eq("round", round));
    }

    private static int read(Collection collection, int writer, AtomicBoolean done) {
        int reads = 0;
        while (!done.get()) {
            List<Hit> hits =
                    collection.search(
                            Query.nearest(writer, 50, 5, 1)
                                    .filter(Filter.eq("writer", writer))
                                    .limit(3 * BATCH));
            assertThat(hits).hasSize(BATCH);
            assertThat(hits.stream().map(hit -> hit.payload().get("round")).distinct()).hasSize(1);
            reads++;
        }
        return reads;
    }

    @Test
    void aViewIsNotDisturbedByLaterWritesFlushesAndMerges() {
        try (LocalDatabase database = (LocalDatabase) open()) {
            LocalCollection collection = (LocalCollection) database.createCollection("c", config());
            List<Point> first = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                first.add(Point.of(i, i, 0, 0, 1).with("round", 1));
            }
            collection.upsert(first);
            try (ReadView view = collection.view()) {
                for (int i = 0; i < 250; i++) {
                    collection.upsert(List.of(Point.of(i, i, 9, 9, 1).with("round", 2)));
                }
                collection.delete(Selection.matching(Filter.lt("round", 3)));
                collection.compact();
                assertThat(collection.count(Filter.all())).isZero();
                PointReader points = new PointReader(view.sequence());
                for (int i = 0; i < 250; i++) {
                    SegmentSet.Place place =
                            Objects.requireNonNull(
                                    view.segments().find(PointId.of(i), view.sequence()));
                    Point point = points.read(place.segment(), place.row(), Include.EVERYTHING);
                    assertThat(point).isEqualTo(first.get(i));
                }
            }
        }
    }
}
