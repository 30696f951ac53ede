package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.TestRows;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

class HnswBuilderTest {
    private static final IndexConfig.Hnsw CONFIG = new IndexConfig.Hnsw(8, 40, 0);

    private static HnswGraph build(VectorRows rows, Metric metric, int threads, long seed) {
        return new HnswBuilder(CONFIG, metric, BuildOptions.threads(threads).withSeed(seed))
                .build(rows)
                .graph();
    }

    private static VectorRows rows(int count, Metric metric) {
        return TestRows.clustered(new Random(11), count, 17, metric);
    }

    @Test
    void oneThreadAndOneSeedGiveOneGraph() {
        VectorRows rows = rows(3_000, Metric.L2);
        MemorySegment first = build(rows, Metric.L2, 1, 5).section().unverified();
        assertThat(first.mismatch(build(rows, Metric.L2, 1, 5).section().unverified()))
                .isEqualTo(-1);
        assertThat(first.mismatch(build(rows, Metric.L2, 1, 6).section().unverified()))
                .isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyRowIsReachableOnLayer0(Metric metric) {
        VectorRows rows = rows(4_000, metric);
        HnswGraph graph = build(rows, metric, 4, 1);
        Kernel kernel = Distances.best().kernel(metric);
        assertThat(Connectivity.reachable(graph, rows, kernel).cardinality()).isEqualTo(4_000);
    }

    @Test
    void listsHoldOtherRowsOfTheLayerOnce() {
        VectorRows rows = rows(3_000, Metric.L2);
        HnswGraph graph = build(rows, Metric.L2, 4, 1);
        int[] links = new int[graph.width(0)];
        for (int row = 0; row < rows.count(); row++) {
            for (int layer = 0; layer <= graph.level(row); layer++) {
                BitSet seen = new BitSet();
                seen.set(row);
                int n = graph.links(layer, row, links);
                assertThat(n).isPositive();
                for (int i = 0; i < n; i++) {
                    assertThat(seen.get(links[i])).as("%d -> %d", row, links[i]).isFalse();
                    seen.set(links[i]);
                    assertThat(graph.level(links[i])).isGreaterThanOrEqualTo(layer);
                }
            }
        }
    }

    @Test
    void levelsThinOutByM() {
        HnswGraph graph = build(rows(8_000, Metric.L2), Metric.L2, 2, 1);
        assertThat(graph.head.upperRows()).isBetween(800, 1_200);
        assertThat(graph.level(graph.head.entry())).isEqualTo(graph.head.maxLevel());
        assertThat(graph.head.maxLevel()).isBetween(2, 9);
    }

    @Test
    void equalRowsAreNoNodes() {
        VectorRows rows = rows(500, Metric.L2);
        for (int row = 100; row < 300; row++) {
            rows.put(row, rows.row(7));
        }
        HnswGraph graph = build(rows, Metric.L2, 2, 1);
        assertThat(graph.head.twinGroups()).isEqualTo(1);
        assertThat(graph.head.twinRows()).isEqualTo(200);
        int[] links = new int[graph.width(0)];
        for (int row = 0; row < 500; row++) {
            int n = graph.links(0, row, links);
            if (row >= 100 && row < 300) {
                assertThat(n).isZero();
                assertThat(graph.level(row)).isZero();
            }
            for (int i = 0; i < n; i++) {
                assertThat(links[i] < 100 || links[i] >= 300).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 128})
    void theSmallestAndTheLargestMWork(int m) {
        VectorRows rows = rows(600, Metric.L2);
        IndexConfig.Hnsw config = new IndexConfig.Hnsw(m, Math.max(10, m), 0);
        HnswGraph graph =
                new HnswBuilder(config, Metric.L2, BuildOptions.threads(2).withSeed(1))
                        .build(rows)
                        .graph();
        Kernel kernel = Distances.best().kernel(Metric.L2);
        assertThat(Connectivity.reachable(graph, rows, kernel).cardinality()).isEqualTo(600);
    }

    @Test
    void progressIsTold() {
        AtomicInteger most = new AtomicInteger();
        BuildOptions watched =
                BuildOptions.threads(2)
                        .withProgress(done -> most.accumulateAndGet(done, Math::max));
        new HnswBuilder(CONFIG, Metric.L2, watched).build(rows(3_500, Metric.L2));
        assertThat(most.get()).isEqualTo(3_000);
    }

    @Test
    void aFailureOfTheProgressListenerEndsTheBuilding() {
        HnswBuilder builder =
                new HnswBuilder(
                        CONFIG,
                        Metric.L2,
                        BuildOptions.threads(2)
                                .withProgress(done -> {
                                    throw new IllegalStateException("enough");
                                }));
        assertThatThrownBy(() -> builder.build(rows(3_000, Metric.L2))).hasMessage("enough");
    }
}
