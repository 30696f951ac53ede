package io.vecdb.index.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.distance.Distances;
import io.vecdb.distance.Kernel;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.TestRows;
import io.vecdb.vectors.VectorRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

class ConnectivityTest {
    private static final int COUNT = 1_000;
    private static final Kernel KERNEL = Distances.best().kernel(Metric.L2);
    private final VectorRows rows = TestRows.clustered(new Random(3), COUNT, 5, Metric.L2);

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, COUNT);
        return all;
    }

    private HnswGraph build() {
        IndexConfig.Hnsw config = new IndexConfig.Hnsw(4, 40, 0);
        return new HnswBuilder(config, Metric.L2, BuildOptions.threads(1).withSeed(1))
                .build(rows)
                .graph();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.7, 1})
    void whatLostTheLinksThatLedToItIsLinkedAgain(double share) {
        HnswGraph graph = build();
        Random random = new Random(4);
        BitSet lost = new BitSet();
        for (int row = 0; row < COUNT; row++) {
            if (row != graph.head.entry() && random.nextDouble() < share) {
                lost.set(row);
            }
        }
        int[] links = new int[graph.width(0)];
        for (int row = 0; row < COUNT; row++) {
            int n = graph.links(0, row, links);
            int[] kept = Arrays.stream(links, 0, n).filter(link -> !lost.get(link)).toArray();
            graph.setLinks(0, row, kept, kept.length);
        }
        assertThat(Connectivity.reachable(graph, rows, KERNEL).cardinality())
                .isLessThan(COUNT - lost.cardinality() + 1);
        assertThat(Connectivity.repair(graph, rows, KERNEL, all())).isPositive();
        assertThat(Connectivity.reachable(graph, rows, KERNEL).cardinality()).isEqualTo(COUNT);
    }

    /// Two halves, each of which has no free place for a link to the other.
    @Test
    void anIslandAmongFullListsIsReachedAndNothingIsLost() {
        HnswGraph graph = build();
        int width = graph.width(0);
        int half = COUNT / 2;
        for (int row = 0; row < COUNT; row++) {
            int base = row < half ? 0 : half;
            int[] links = new int[width];
            for (int i = 0; i < width; i++) {
                links[i] = base + (row - base + i + 1) % half;
            }
            graph.setLinks(0, row, links, width);
        }
        assertThat(Connectivity.reachable(graph, rows, KERNEL).cardinality()).isEqualTo(half);
        assertThat(Connectivity.repair(graph, rows, KERNEL, all())).isEqualTo(1);
        assertThat(Connectivity.reachable(graph, rows, KERNEL).cardinality()).isEqualTo(COUNT);
    }

    @Test
    void nothingIsToBeDoneForAGraphWithoutRows() {
        VectorRows none = VectorRows.allocate(0, 5);
        IndexConfig.Hnsw config = new IndexConfig.Hnsw(4, 40, 0);
        HnswGraph graph =
                new HnswBuilder(config, Metric.L2, BuildOptions.threads(1).withSeed(1))
                        .build(none)
                        .graph();
        assertThat(Connectivity.repair(graph, none, KERNEL, new BitSet())).isZero();
    }
}
