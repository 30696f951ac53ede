package io.vecdb.index.hnsw;

import io.vecdb.distance.Kernel;
import io.vecdb.index.Packed;
import io.vecdb.index.TopK;
import io.vecdb.vectors.VectorRows;

import java.util.Arrays;
import java.util.Objects;

/// Links rows into a graph, as one of several threads: Malkov & Yashunin, Algorithm 1.
///
/// Every row's highest layer and the entry are known before the first is inserted, so neither
/// changes. Lists are read without locks and rewritten under the lock of their row, one lock at a
/// time. A row is linked from layer 0 upwards: whoever meets it on a layer finds its lists on all
/// layers below complete.
final class Inserter {
    private final HnswGraph graph;
    private final VectorRows rows;
    private final Kernel kernel;
    private final int efConstruction;
    private final Object[] locks;
    private final BeamSearch beam;
    private final NeighborSelection selection;

    /// What a row is to be linked to, by layer: shape (layers, m), and how many.
    private final int[][] chosen;

    private final int[] chosenCounts;
    private final int[] list;
    private final float[] distances;
    private final long[] scored;

    /// @param locks shared by all inserters of a graph, their number a power of two
    Inserter(HnswGraph graph, VectorRows rows, Kernel kernel, int efConstruction, Object[] locks) {
        this.graph = graph;
        this.rows = rows;
        this.kernel = kernel;
        this.efConstruction = efConstruction;
        this.locks = locks;
        this.beam = new BeamSearch(graph, Twins.NONE, rows, kernel);
        int width = graph.width(0);
        this.selection = new NeighborSelection(rows, kernel, width);
        this.chosen = new int[graph.head.maxLevel() + 1][graph.head.m()];
        this.chosenCounts = new int[chosen.length];
        this.list = new int[width + 1];
        this.distances = new float[width + 1];
        this.scored = new long[width + 1];
    }

    /// Links a row that is not the graph's entry. Costs a search with `efConstruction` and the
    /// rewriting of its neighbours' lists.
    void insert(int row) {
        int level = graph.level(row);
        beam.aim(rows, row);
        long from = beam.descend(level);
        for (int layer = level; layer >= 0; layer--) {
            TopK found = beam.search(layer, from, efConstruction, null, Long.MAX_VALUE);
            long[] nearest = Objects.requireNonNull(found).sorted();
            chosenCounts[layer] =
                    selection.select(nearest, found.size(), graph.head.m(), chosen[layer]);
            from = nearest[0];
        }
        for (int layer = 0; layer <= level; layer++) {
            synchronized (lock(row)) {
                graph.setLinks(layer, row, chosen[layer], chosenCounts[layer]);
            }
            for (int i = 0; i < chosenCounts[layer]; i++) {
                link(layer, chosen[layer][i], row);
            }
        }
    }

    /// Adds a link, choosing anew among all if the list is full.
    private void link(int layer, int from, int to) {
        synchronized (lock(from)) {
            if (graph.addLink(layer, from, to)) {
                return;
            }
            int n = graph.links(layer, from, list);
            list[n++] = to;
            kernel.gather(rows, from, rows, list, n, distances);
            for (int i = 0; i < n; i++) {
                scored[i] = Packed.of(distances[i], list[i]);
            }
            Arrays.sort(scored, 0, n);
            n = selection.select(scored, n, graph.width(layer), list);
            graph.setLinks(layer, from, list, n);
        }
    }

    private Object lock(int row) {
        return locks[row & (locks.length - 1)];
    }
}
