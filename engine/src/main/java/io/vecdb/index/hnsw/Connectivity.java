package io.vecdb.index.hnsw;

import io.vecdb.distance.Kernel;
import io.vecdb.index.Packed;
import io.vecdb.index.TopK;
import io.vecdb.vectors.VectorRows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/// Makes every node reachable from the entry on layer 0. Choosing links by direction may leave a
/// row without a link that leads to it; so may deleting rows.
final class Connectivity {
    private static final int EF = 64;

    private final HnswGraph graph;
    private final BeamSearch beam;
    private final VectorRows rows;
    private final BitSet reached = new BitSet();
    private final int[] list;
    private int[] stack = new int[1_024];

    private Connectivity(HnswGraph graph, VectorRows rows, Kernel kernel) {
        this.graph = graph;
        this.rows = rows;
        this.beam = new BeamSearch(graph, Twins.NONE, rows, kernel);
        this.list = new int[graph.width(0)];
    }

    /// Links what cannot be reached. One pass over all links, and a search for each row that is not
    /// reached.
    ///
    /// @param nodes the rows that are to be reached
    /// @return how many rows had to be linked
    static int repair(HnswGraph graph, VectorRows rows, Kernel kernel, BitSet nodes) {
        if (nodes.isEmpty()) {
            return 0;
        }
        Connectivity connectivity = new Connectivity(graph, rows, kernel);
        connectivity.spread(graph.head.entry());
        int repaired = 0;
        for (int row = nodes.nextSetBit(0); row >= 0; row = nodes.nextSetBit(row + 1)) {
            if (!connectivity.reached.get(row)) {
                connectivity.attach(row);
                connectivity.spread(row);
                repaired++;
            }
        }
        return repaired;
    }

    /// The rows that can be reached from the entry on layer 0.
    static BitSet reachable(HnswGraph graph, VectorRows rows, Kernel kernel) {
        Connectivity connectivity = new Connectivity(graph, rows, kernel);
        connectivity.spread(graph.head.entry());
        return connectivity.reached;
    }

    /// Marks a row and all that its links lead to.
    private void spread(int from) {
        int depth = 0;
        reached.set(from);
        stack[depth++] = from;
        while (depth > 0) {
            int n = graph.links(0, stack[--depth], list);
            for (int i = 0; i < n; i++) {
                if (!reached.get(list[i])) {
                    reached.set(list[i]);
                    if (depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                    }
                    stack[depth++] = list[i];
                }
            }
        }
    }

    /// Lets a link lead to a row from the nearest reachable one with a free place. If none of those
    /// nearby has one, the row takes the place of the nearest one's last link, and leads on to
    /// where that led: whatever was reached stays so.
    private void attach(int row) {
        beam.aim(rows, row);
        long from = beam.descend(0);
        if (!reached.get(Packed.row(from))) {
            from = beam.score(graph.head.entry());
        }
        TopK found = Objects.requireNonNull(beam.search(0, from, EF, null, Long.MAX_VALUE));
        long[] nearest = found.sorted();
        for (int i = 0; i < found.size(); i++) {
            if (graph.addLink(0, Packed.row(nearest[i]), row)) {
                return;
            }
        }
        int last = replaceLastLink(Packed.row(nearest[0]), row);
        if (!graph.addLink(0, row, last)) {
            replaceLastLink(row, last);
        }
    }

    private int replaceLastLink(int row, int link) {
        int n = graph.links(0, row, list);
        int last = list[n - 1];
        list[n - 1] = link;
        graph.setLinks(0, row, list, n);
        return last;
    }
}
