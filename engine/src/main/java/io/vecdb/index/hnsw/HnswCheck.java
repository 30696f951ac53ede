package io.vecdb.index.hnsw;

import io.vecdb.storage.DamageList;

import java.util.BitSet;

/// Whether a graph is one that a builder makes: every link leads to a row of the layer that is
/// found by no other way, every row's lists are where the tables say, the entry reaches the highest
/// layer.
///
/// A search needs none of this to be safe. It is looked at before links are taken over into another
/// graph, and when files are verified: one pass over all links.
final class HnswCheck {
    private final HnswGraph graph;
    private final HnswHead head;
    private final DamageList found;
    private final BitSet twinRows = new BitSet();

    private HnswCheck(HnswGraph graph, Twins twins, DamageList found) {
        this.graph = graph;
        this.head = graph.head;
        this.found = found;
        for (int twin : twins.rows()) {
            twinRows.set(twin);
        }
    }

    /// Adds what is wrong with a graph.
    static void check(HnswGraph graph, Twins twins, DamageList found) {
        HnswCheck check = new HnswCheck(graph, twins, found);
        // Links to rows of upper layers are looked up in the tables, so these come first.
        if (found.reads(check::levels)) {
            check.links();
        }
    }

    private void levels() {
        int last = HnswGraph.NONE;
        for (int slot = 0; slot < head.upperRows(); slot++) {
            int row = graph.upperRow(slot);
            int level = graph.start(slot + 1) - graph.start(slot);
            require(
                    row > last && row < head.count() && !twinRows.get(row),
                    head.upperRowsAt(),
                    slot);
            require(level > 0 && level <= head.maxLevel(), head.upperStartsAt(), slot);
            last = row;
        }
        require(graph.start(0) == 0, head.upperStartsAt(), 0);
        require(
                graph.start(head.upperRows()) == head.upperLists(),
                head.upperStartsAt(),
                head.upperRows());
        if (head.entry() != HnswGraph.NONE) {
            require(
                    !twinRows.get(head.entry()) && graph.level(head.entry()) == head.maxLevel(),
                    0,
                    0);
        }
    }

    private void require(boolean sound, long table, int place) {
        if (!sound) {
            throw graph.astray(
                    table + (long) place * Integer.BYTES, "the graph's tables lead astray here");
        }
    }

    private void links() {
        for (int row = 0; row < head.count() && !found.isFull(); row++) {
            list(0, row);
        }
        for (int slot = 0; slot < head.upperRows() && !found.isFull(); slot++) {
            int level = graph.start(slot + 1) - graph.start(slot);
            for (int layer = 1; layer <= level; layer++) {
                list(layer, graph.upperRow(slot));
            }
        }
    }

    private void list(int layer, int row) {
        var _ =
                found.reads(() -> {
                    long list = graph.list(layer, row);
                    boolean ended = twinRows.get(row);
                    for (int i = 0; i < graph.width(layer); i++) {
                        int link = graph.link(list, i);
                        if (link == HnswGraph.NONE) {
                            ended = true;
                        } else if (ended || !isNode(link, layer)) {
                            throw graph.astray(list, i);
                        }
                    }
                });
    }

    private boolean isNode(int row, int layer) {
        return row >= 0
                && row < head.count()
                && !twinRows.get(row)
                && (layer == 0 || graph.level(row) >= layer);
    }
}
