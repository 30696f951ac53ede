package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.TestRows;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

class HnswMergeTest {
    private static final int COUNT = 4_000;
    private static final long SEED = 9;

    private static HnswBuilder builder(Metric metric) {
        return new HnswBuilder(
                new IndexConfig.Hnsw(16, 100, 0), metric, BuildOptions.threads(2).withSeed(1));
    }

    /// Old rows that stay, in a new order, behind `added` new ones.
    private record Change(VectorRows rows, int[] oldToNew) {
        /// @param more rows that are added, from the first one
        static Change of(VectorRows old, double dropped, VectorRows more) {
            int added = more.count();
            Random random = new Random(SEED);
            int[] oldToNew = new int[old.count()];
            int next = added;
            for (int row = old.count() - 1; row >= 0; row--) {
                oldToNew[row] = random.nextDouble() < dropped ? -1 : next++;
            }
            VectorRows rows = VectorRows.allocate(next, old.dimension());
            for (int row = 0; row < added; row++) {
                rows.put(row, more.row(row));
            }
            for (int row = 0; row < old.count(); row++) {
                if (oldToNew[row] >= 0) {
                    rows.put(oldToNew[row], old.row(row));
                }
            }
            return new Change(rows, oldToNew);
        }
    }

    private static double recall(HnswIndex index, VectorRows rows, Metric metric, int ef) {
        Random random = new Random(SEED + 1);
        AcceptSet all = AcceptSet.all(rows.count());
        double recall = 0;
        for (int i = 0; i < 200; i++) {
            IndexQuery query = new IndexQuery(TestRows.query(random, rows, metric), 10, ef);
            Neighbors truth = TestRows.nearest(rows, metric, query, all);
            recall += TestRows.recall(truth, index.search(query, all)) / 200;
        }
        return recall;
    }

    @ParameterizedTest
    @CsvSource({
        "L2, 0.05",
        "COSINE, 0.05",
        "DOT, 0.05",
        "MANHATTAN, 0.05",
        "L2, 0.09",
        "COSINE, 0.09"
    })
    void recallStaysThatOfANewGraph(Metric metric, double dropped) {
        VectorRows all = TestRows.clustered(new Random(SEED), COUNT + 1_000, 24, metric);
        VectorRows old = new VectorRows(all.segment(), 0, COUNT, 24);
        VectorRows more = new VectorRows(all.segment(), all.rowOffset(COUNT), 1_000, 24);
        HnswIndex index = builder(metric).build(old);
        Change change = Change.of(old, dropped, more);
        HnswIndex merged = builder(metric).merge(change.rows, index, change.oldToNew);
        assertThat(keepsLevels(merged, index, change)).isTrue();
        HnswIndex fresh = builder(metric).build(change.rows);
        for (int ef : new int[] {0, 100}) {
            assertThat(recall(merged, change.rows, metric, ef))
                    .as("ef %d, seed %d", ef, SEED)
                    .isGreaterThan(recall(fresh, change.rows, metric, ef) - 0.01);
        }
        assertThat(
                        Connectivity.reachable(
                                        merged.graph(),
                                        change.rows,
                                        Distances.best().kernel(metric))
                                .cardinality())
                .isEqualTo(change.rows.count());
    }

    /// Whether all old rows have their old levels, as they do not in a new graph.
    private static boolean keepsLevels(HnswIndex merged, HnswIndex old, Change change) {
        for (int row = 0; row < change.oldToNew.length; row++) {
            int place = change.oldToNew[row];
            if (place >= 0 && merged.graph().level(place) != old.graph().level(row)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void listsAreKeptWhereNothingWasDeleted() {
        VectorRows old = TestRows.clustered(new Random(SEED), 1_000, 5, Metric.L2);
        HnswIndex index = builder(Metric.L2).build(old);
        Change change = Change.of(old, 0, VectorRows.allocate(0, 5));
        HnswGraph merged = builder(Metric.L2).merge(change.rows, index, change.oldToNew).graph();
        int[] before = new int[32];
        int[] after = new int[32];
        for (int row = 0; row < 1_000; row++) {
            int n = index.graph().links(0, row, before);
            int place = change.oldToNew[row];
            assertThat(merged.links(0, place, after)).isEqualTo(n);
            int[] moved = Arrays.stream(before, 0, n).map(link -> change.oldToNew[link]).toArray();
            assertThat(Arrays.copyOf(after, n)).containsExactly(moved);
            assertThat(merged.level(place)).isEqualTo(index.graph().level(row));
        }
    }

    @Test
    void anEqualRowTakesTheNodeOfADeletedOne() {
        VectorRows old = TestRows.clustered(new Random(SEED), 1_000, 5, Metric.L2);
        for (int row = 500; row < 900; row++) {
            old.put(row, old.row(3));
        }
        HnswIndex index = builder(Metric.L2).build(old);
        int[] oldToNew = new int[1_000];
        VectorRows rows = VectorRows.allocate(999, 5);
        for (int row = 0; row < 1_000; row++) {
            oldToNew[row] = row < 3 ? row : row - 1;
            if (row != 3) {
                rows.put(oldToNew[row], old.row(row));
            }
        }
        oldToNew[3] = -1;
        HnswIndex merged = builder(Metric.L2).merge(rows, index, oldToNew);
        assertThat(merged.graph().head.twinRows()).isEqualTo(399);
        Neighbors found = merged.search(new IndexQuery(old.row(3), 400, 0), AcceptSet.all(999));
        assertThat(Arrays.stream(found.rows()).boxed()).containsOnly(range(499, 899));
    }

    private static Integer[] range(int from, int to) {
        Integer[] range = new Integer[to - from];
        Arrays.setAll(range, i -> from + i);
        return range;
    }

    @Test
    void aGraphOfWhichATenthIsGoneIsKept() {
        assertThat(isBuiltAnew(100, 0)).isFalse();
    }

    @Test
    void aGraphOfWhichMoreIsGoneIsBuiltAnew() {
        assertThat(isBuiltAnew(101, 0)).isTrue();
        assertThat(isBuiltAnew(800, 300)).isTrue();
    }

    @Test
    void aGraphThatIsLessThanAQuarterOfTheRowsIsBuiltAnew() {
        assertThat(isBuiltAnew(0, 3_000)).isFalse();
        assertThat(isBuiltAnew(0, 3_001)).isTrue();
    }

    /// Whether the merge of 1,000 rows without the first few, behind new ones, gives the bytes that
    /// building gives.
    private static boolean isBuiltAnew(int dropped, int added) {
        VectorRows all = TestRows.clustered(new Random(SEED), 1_000 + added, 5, Metric.L2);
        VectorRows old = new VectorRows(all.segment(), all.rowOffset(added), 1_000, 5);
        int count = all.count() - dropped;
        VectorRows rows = VectorRows.allocate(count, 5);
        int[] oldToNew = new int[1_000];
        for (int row = 0; row < added; row++) {
            rows.put(row, all.row(row));
        }
        for (int row = 0; row < 1_000; row++) {
            oldToNew[row] = row < dropped ? -1 : added + row - dropped;
            if (row >= dropped) {
                rows.put(oldToNew[row], old.row(row));
            }
        }
        HnswBuilder builder =
                new HnswBuilder(
                        new IndexConfig.Hnsw(8, 40, 0),
                        Metric.L2,
                        BuildOptions.threads(1).withSeed(1));
        HnswGraph merged = builder.merge(rows, builder.build(old), oldToNew).graph();
        HnswGraph built = builder.build(rows).graph();
        return merged.section().unverified().mismatch(built.section().unverified()) < 0;
    }

    @Test
    void ofNothingThatIsLeftAnEmptyGraphIsMade() {
        VectorRows old = TestRows.clustered(new Random(SEED), 1_000, 5, Metric.L2);
        HnswIndex index = builder(Metric.L2).build(old);
        Change nothing = Change.of(old, 1, VectorRows.allocate(0, 5));
        assertThat(builder(Metric.L2).merge(nothing.rows, index, nothing.oldToNew).memoryBytes())
                .isLessThan(1_000);
    }

    @Test
    void linksThatLeadAstrayAreNotCarriedOver() {
        VectorRows old = TestRows.clustered(new Random(SEED), 100, 5, Metric.L2);
        HnswIndex index = builder(Metric.L2).build(old);
        index.graph().setLinks(0, 70, new int[] {3, 100}, 2);
        Change change = Change.of(old, 0, VectorRows.allocate(0, 5));
        assertThatThrownBy(() -> builder(Metric.L2).merge(change.rows, index, change.oldToNew))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("a link leads to row 100 of 100");
    }

    @Test
    void theNumbersMustBeThoseOfTheOldRows() {
        VectorRows old = TestRows.clustered(new Random(SEED), 100, 5, Metric.L2);
        HnswIndex index = builder(Metric.L2).build(old);
        assertThatThrownBy(() -> builder(Metric.L2).merge(old, index, new int[99]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
