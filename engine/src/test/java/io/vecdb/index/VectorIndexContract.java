package io.vecdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What every index has to fulfil. A subclass says how one is built and how much of the truth it
/// finds at least.
public abstract class VectorIndexContract {
    private static final long SEED = 20_261_121L;

    @TempDir Path folder;

    /// Builds the index under test, whatever the number of rows.
    protected abstract VectorIndex build(VectorRows rows, Metric metric);

    /// The least mean recall@10 of an answer; 1 for an exact index.
    protected abstract double recallFloor();

    static List<Arguments> metricsAndDimensions() {
        List<Arguments> all = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            for (int dimension : new int[] {1, 3, 17, 128}) {
                all.add(Arguments.of(metric, dimension));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("metricsAndDimensions")
    void findsTheNearest(Metric metric, int dimension) {
        Random random = new Random(SEED);
        VectorRows rows = TestRows.clustered(random, 2_000, dimension, metric);
        VectorIndex index = build(rows, metric);
        AcceptSet all = AcceptSet.all(rows.count());
        double recall = 0;
        for (int i = 0; i < 100; i++) {
            recall += recall(rows, metric, index, query(random, rows, metric, 10), all) / 100;
        }
        assertThat(recall).as("recall, seed %d", SEED).isGreaterThanOrEqualTo(recallFloor() - 1e-9);
    }

    @ParameterizedTest
    @MethodSource("metricsAndDimensions")
    void returnsAsManyAsThereAreWhenTheyAreFewerThanK(Metric metric, int dimension) {
        Random random = new Random(SEED);
        for (int count : new int[] {0, 1, 2, 9, 10, 300}) {
            VectorRows rows = TestRows.clustered(random, count, dimension, metric);
            VectorIndex index = build(rows, metric);
            for (int k : new int[] {1, 2, Math.max(1, count - 1), Math.max(1, count), count + 7}) {
                IndexQuery query = query(random, rows, metric, k);
                double recall = recall(rows, metric, index, query, AcceptSet.all(count));
                if (k >= count) {
                    assertThat(recall).as("%d of %d", k, count).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void returnsKAcceptedRowsWhateverTheSelectivity(Metric metric) {
        Random random = new Random(SEED);
        int count = 3_000;
        VectorRows rows = TestRows.clustered(random, count, 17, metric);
        VectorIndex index = build(rows, metric);
        List<AcceptSet> sets = new ArrayList<>(List.of(SomeRows.of(), SomeRows.of(0)));
        sets.add(SomeRows.of(count - 1));
        sets.add(SomeRows.of(3, 1_500));
        for (double share : new double[] {0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 0.999, 1}) {
            sets.add(TestRows.some(random, count, share));
        }
        BitSet firstRows = new BitSet();
        firstRows.set(0, 600);
        sets.add(new SomeRows(firstRows));
        for (AcceptSet accept : sets) {
            double recall = 0;
            for (int i = 0; i < 20; i++) {
                IndexQuery query = query(random, rows, metric, 10);
                recall += recall(rows, metric, index, query, accept) / 20;
            }
            assertThat(recall)
                    .as("recall among %d rows, seed %d", accept.cardinality(), SEED)
                    .isGreaterThanOrEqualTo(recallFloor() - 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aSmallEfStillGivesKRows(Metric metric) {
        Random random = new Random(SEED);
        VectorRows rows = TestRows.clustered(random, 1_000, 17, metric);
        VectorIndex index = build(rows, metric);
        AcceptSet some = TestRows.some(random, 1_000, 0.2);
        float[] vector = TestRows.query(random, rows, metric);
        check(index.search(new IndexQuery(vector, 50, 1), some), some, 50);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void thousandsOfEqualVectorsHideNothing(Metric metric) {
        Random random = new Random(SEED);
        int count = 5_000;
        int equal = 3_000;
        VectorRows rows = TestRows.clustered(random, count, 17, metric);
        float[] repeated = rows.row(1);
        for (int i = 0; i < equal; i++) {
            rows.put((i * 7) % count, repeated);
        }
        VectorIndex index = build(rows, metric);
        AcceptSet all = AcceptSet.all(count);
        double recall = 0;
        for (int i = 0; i < 50; i++) {
            recall += recall(rows, metric, index, query(random, rows, metric, 10), all) / 50;
        }
        assertThat(recall).as("near others").isGreaterThanOrEqualTo(recallFloor() - 1e-9);
        if (metric != Metric.DOT) {
            IndexQuery theSame = new IndexQuery(repeated, 100, 0);
            assertThat(recall(rows, metric, index, theSame, all)).isEqualTo(1);
            IndexQuery more = new IndexQuery(repeated, equal + 10, 0);
            assertThat(recall(rows, metric, index, more, all)).as("beyond").isGreaterThan(0.99);
        }
        AcceptSet few = TestRows.some(random, count, 0.02);
        recall(rows, metric, index, query(random, rows, metric, 10), few);
    }

    @Test
    void nothingButEqualVectors() {
        VectorRows rows = VectorRows.allocate(2_500, 3);
        VectorIndex index = build(rows, Metric.L2);
        for (int k : new int[] {1, 10, 2_500, 2_600}) {
            IndexQuery query = new IndexQuery(new float[] {1, 0, 0}, k, 0);
            assertThat(recall(rows, Metric.L2, index, query, AcceptSet.all(2_500))).isEqualTo(1);
        }
        AcceptSet one = SomeRows.of(1_234);
        IndexQuery query = new IndexQuery(new float[3], 5, 0);
        assertThat(index.search(query, one).rows()).containsExactly(1_234);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void manyQueriesAtOnceGiveTheAnswersOfEach(Metric metric) {
        Random random = new Random(SEED);
        VectorRows rows = TestRows.clustered(random, 700, 17, metric);
        VectorIndex index = build(rows, metric);
        for (AcceptSet accept : List.of(AcceptSet.all(700), TestRows.some(random, 700, 0.4))) {
            List<IndexQuery> queries = new ArrayList<>();
            for (int i = 0; i < 131; i++) {
                queries.add(query(random, rows, metric, 1 + random.nextInt(20)));
            }
            List<Neighbors> answers = index.searchAll(queries, accept);
            assertThat(answers).hasSameSizeAs(queries);
            for (int i = 0; i < queries.size(); i++) {
                same(answers.get(i), index.search(queries.get(i), accept));
            }
        }
        assertThat(index.searchAll(List.of(), AcceptSet.all(700))).isEmpty();
    }

    @Test
    void concurrentSearchesGiveTheAnswersOfSequentialOnes()
            throws InterruptedException, ExecutionException {
        Random random = new Random(SEED);
        VectorRows rows = TestRows.clustered(random, 2_000, 17, Metric.L2);
        VectorIndex index = build(rows, Metric.L2);
        AcceptSet all = AcceptSet.all(2_000);
        List<IndexQuery> queries = new ArrayList<>();
        List<Neighbors> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            queries.add(query(random, rows, Metric.L2, 10));
            expected.add(index.search(queries.get(i), all));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Neighbors>> answers = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                for (IndexQuery query : queries) {
                    answers.add(threads.submit(() -> index.search(query, all)));
                }
            }
            for (int i = 0; i < answers.size(); i++) {
                same(answers.get(i).get(), expected.get(i % queries.size()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void whatIsWrittenAndOpenedAnswersTheSame(Metric metric) {
        Random random = new Random(SEED);
        try (Directory directory = LocalDirectory.open(folder)) {
            for (int count : new int[] {0, 1, 2, 1_500}) {
                VectorRows rows = TestRows.clustered(random, count, 17, metric);
                for (int i = 0; i < count / 3; i++) {
                    rows.put(3 * i, rows.row(0));
                }
                VectorIndex index = build(rows, metric);
                String name = "index-" + count;
                write(directory, name, index);
                try (FileReader file = FileReader.open(directory, name, IndexCatalog.FORMAT)) {
                    VectorIndex opened = IndexCatalog.open(file, metric, rows);
                    assertThat(opened.formatId()).isEqualTo(index.formatId());
                    assertThat(opened.exact()).isEqualTo(index.exact());
                    for (int i = 0; i < 50; i++) {
                        IndexQuery query = query(random, rows, metric, 10);
                        AcceptSet accept = TestRows.some(random, count, i / 50.0);
                        same(opened.search(query, accept), index.search(query, accept));
                    }
                }
            }
        }
    }

    /// What was written over other rows is refused, unless it holds nothing about them.
    @Test
    void anIndexOfOtherRowsIsRefusedOrServesTheseAsWell() {
        Random random = new Random(SEED);
        try (Directory directory = LocalDirectory.open(folder)) {
            VectorRows rows = TestRows.clustered(random, 500, 3, Metric.L2);
            write(directory, "index", build(rows, Metric.L2));
            for (int count : new int[] {0, 499, 501}) {
                VectorRows others = TestRows.clustered(random, count, 3, Metric.L2);
                try (FileReader file = FileReader.open(directory, "index", IndexCatalog.FORMAT)) {
                    VectorIndex opened = IndexCatalog.open(file, Metric.L2, others);
                    for (int i = 0; i < 20; i++) {
                        IndexQuery query = query(random, others, Metric.L2, 10);
                        AcceptSet all = AcceptSet.all(count);
                        assertThat(recall(others, Metric.L2, opened, query, all))
                                .isGreaterThanOrEqualTo(recallFloor() - 1e-9);
                    }
                } catch (DbException e) {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT);
                    assertThat(e).hasMessageContaining("'index'");
                }
            }
        }
    }

    /// Bytes that are wrong although their checksum is right: refused, or harmless.
    @Test
    void wrongBytesAreRefusedOrHarmless() {
        Random random = new Random(SEED);
        int count = 400;
        VectorRows rows = TestRows.clustered(random, count, 3, Metric.L2);
        for (int i = 0; i < 20; i++) {
            rows.put(20 * i, rows.row(1));
        }
        int refused = 0;
        try (Directory directory = LocalDirectory.open(folder)) {
            write(directory, "sound", build(rows, Metric.L2));
            byte[] sound;
            try (FileReader file = FileReader.open(directory, "sound", IndexCatalog.FORMAT)) {
                sound = file.body().verified().toArray(ValueLayout.JAVA_BYTE);
            }
            for (int trial = 0; trial < 600; trial++) {
                byte[] wrong = damaged(random, sound, trial);
                String name = "wrong-" + trial;
                try (FileWriter out = FileWriter.create(directory, name, IndexCatalog.FORMAT)) {
                    out.write(wrong, 0, wrong.length);
                    out.finish();
                }
                refused += refuses(directory, name, rows, random) ? 1 : 0;
            }
        }
        assertThat(refused).as("refused of 600, seed %d", SEED).isGreaterThan(50);
    }

    private static byte[] damaged(Random random, byte[] sound, int trial) {
        if (trial % 10 == 0) {
            return Arrays.copyOf(sound, random.nextInt(sound.length + 100));
        }
        byte[] wrong = sound.clone();
        // Every second time among the numbers at the beginning, where most depends on each.
        int reach = trial % 2 == 0 ? Math.min(192, wrong.length) : wrong.length;
        int at = random.nextInt(reach / 4) * 4;
        int[] values = {-1, 0, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 400, random.nextInt()};
        MemorySegment.ofArray(wrong)
                .set(ValueLayout.JAVA_INT_UNALIGNED, at, values[random.nextInt(values.length)]);
        return wrong;
    }

    private static boolean refuses(
            Directory directory, String name, VectorRows rows, Random random) {
        try (FileReader file = FileReader.open(directory, name, IndexCatalog.FORMAT)) {
            VectorIndex index = IndexCatalog.open(file, Metric.L2, rows);
            for (int i = 0; i < 5; i++) {
                AcceptSet accept = TestRows.some(random, rows.count(), random.nextDouble());
                IndexQuery query = query(random, rows, Metric.L2, 10);
                check(index.search(query, accept), accept, 10);
            }
            return false;
        } catch (DbException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPT);
            assertThat(e).hasMessageContaining(name);
            return true;
        }
    }

    @Test
    void aQueryOfAnotherDimensionIsRefused() {
        VectorRows rows = TestRows.clustered(new Random(SEED), 50, 3, Metric.L2);
        VectorIndex index = build(rows, Metric.L2);
        IndexQuery query = new IndexQuery(new float[4], 1, 0);
        assertThatThrownBy(() -> index.search(query, AcceptSet.all(50)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Writes an index to a file.
    protected static void write(Directory directory, String name, VectorIndex index) {
        try (FileWriter out = FileWriter.create(directory, name, IndexCatalog.FORMAT)) {
            IndexCatalog.write(out, index);
            out.finish();
        }
    }

    private static IndexQuery query(Random random, VectorRows rows, Metric metric, int k) {
        return new IndexQuery(TestRows.query(random, rows, metric), k, 0);
    }

    /// The recall of a search, whose answer is checked for everything that recall does not see.
    private double recall(
            VectorRows rows, Metric metric, VectorIndex index, IndexQuery query, AcceptSet accept) {
        Neighbors found = index.search(query, accept);
        check(found, accept, query.k());
        Neighbors truth = TestRows.nearest(rows, metric, query, accept);
        if (index.exact()) {
            same(found, truth);
        }
        return TestRows.recall(truth, found);
    }

    private static void check(Neighbors found, AcceptSet accept, int k) {
        assertThat(found.size()).isEqualTo(Math.min(k, accept.cardinality()));
        BitSet seen = new BitSet();
        for (int i = 0; i < found.size(); i++) {
            int row = found.rows()[i];
            assertThat(accept.contains(row)).as("accepted %d", row).isTrue();
            assertThat(seen.get(row)).as("row %d before", row).isFalse();
            seen.set(row);
            if (i > 0) {
                assertThat(found.distances()[i]).isGreaterThanOrEqualTo(found.distances()[i - 1]);
            }
        }
    }

    private static void same(Neighbors actual, Neighbors expected) {
        assertThat(actual.rows()).containsExactly(expected.rows());
        assertThat(actual.distances()).containsExactly(expected.distances());
    }
}
