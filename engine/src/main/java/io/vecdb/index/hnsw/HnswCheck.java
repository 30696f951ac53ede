package io.vecdb.index.hnsw;

import io.vecdb.api.DbException;
import io.vecdb.storage.ByteReader;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/// Whether the bytes of a file are a graph that a search can walk through: every link leads to a
/// row of the layer, every row is found once. What passes may be a bad graph, but a search on it
/// ends, stays within memory and answers with rows.
///
/// Reads every link once, which is little beside the checksums that were verified before.
final class HnswCheck {
    private final ByteReader in;
    private final long from;
    private final HnswHead head;
    private final HnswGraph graph;
    private final BitSet twinRows = new BitSet();

    private HnswCheck(ByteReader in, long from, HnswHead head, MemorySegment bytes) {
        this.in = in;
        this.from = from;
        this.head = head;
        this.graph = new HnswGraph(head, bytes);
    }

    /// Reads a graph up to the end of the bytes, in place.
    ///
    /// @param metric number of the metric that it must be for
    /// @param count rows that it must have
    /// @throws DbException CORRUPT with the byte
    static HnswGraph read(ByteReader in, int metric, int count) {
        long from = in.position();
        MemorySegment bytes = in.readSlice(in.remaining());
        in.seek(from);
        HnswHead head = HnswHead.read(in);
        in.seek(from);
        if (head.metric() != metric || head.count() != count) {
            throw in.corrupt(
                    "an index of metric "
                            + head.metric()
                            + " and "
                            + head.count()
                            + " rows stands where one of metric "
                            + metric
                            + " and "
                            + count
                            + " rows is expected");
        }
        if (!isPossible(head) || head.totalBytes() != bytes.byteSize()) {
            throw in.corrupt(bytes.byteSize() + " bytes are not what " + head + " takes");
        }
        HnswCheck check = new HnswCheck(in, from, head, bytes);
        check.twins(Twins.read(bytes, head));
        check.levels();
        check.entry();
        check.links();
        return check.graph;
    }

    private static boolean isPossible(HnswHead head) {
        return head.m() >= 2
                && head.m() <= 128
                && head.maxLevel() >= 0
                && isCount(head.upperRows(), head.count())
                && head.upperLists() >= head.upperRows()
                && isCount(head.twinGroups(), head.count())
                && isCount(head.twinRows(), head.count());
    }

    private static boolean isCount(int number, int most) {
        return number >= 0 && number <= most;
    }

    private void twins(Twins twins) {
        int start = 0;
        int last = HnswGraph.NONE;
        for (int group = 0; group < twins.firsts().length; group++) {
            int first = twins.firsts()[group];
            require(first > last && first < head.count(), head.twinFirstsAt());
            require(twins.starts()[group] == start, head.twinStartsAt());
            start = twins.starts()[group + 1];
            require(start > twins.starts()[group], head.twinStartsAt());
            require(start <= head.twinRows(), head.twinStartsAt());
            last = first;
        }
        require(twins.starts()[0] == 0 && start == head.twinRows(), head.twinStartsAt());
        for (int row : twins.rows()) {
            require(row >= 0 && row < head.count() && !twinRows.get(row), head.twinRowsAt());
            twinRows.set(row);
        }
        for (int first : twins.firsts()) {
            require(!twinRows.get(first), head.twinFirstsAt());
        }
    }

    private void levels() {
        int last = HnswGraph.NONE;
        require(graph.start(0) == 0, head.upperStartsAt());
        for (int slot = 0; slot < head.upperRows(); slot++) {
            int row = graph.upperRow(slot);
            require(row > last && row < head.count(), head.upperRowsAt());
            int level = graph.start(slot + 1) - graph.start(slot);
            require(level > 0 && level <= head.maxLevel(), head.upperStartsAt());
            last = row;
        }
        require(graph.start(head.upperRows()) == head.upperLists(), head.upperStartsAt());
    }

    private void entry() {
        int entry = head.entry();
        if (head.count() == 0) {
            require(entry == HnswGraph.NONE && head.maxLevel() == 0, 0);
        } else {
            require(entry >= 0 && entry < head.count() && !twinRows.get(entry), 0);
            require(graph.level(entry) == head.maxLevel(), 0);
        }
    }

    private void links() {
        int width = graph.width(0);
        for (int row = 0; row < head.count(); row++) {
            links(graph.list(0, row), width, 0);
        }
        for (int slot = 0; slot < head.upperRows(); slot++) {
            int level = graph.start(slot + 1) - graph.start(slot);
            for (int layer = 1; layer <= level; layer++) {
                links(graph.list(layer, graph.upperRow(slot)), head.m(), layer);
            }
        }
    }

    private void links(long list, int width, int layer) {
        boolean ended = false;
        for (int i = 0; i < width; i++) {
            int link = graph.link(list, i);
            if (link == HnswGraph.NONE) {
                ended = true;
                continue;
            }
            boolean sound = !ended && link >= 0 && link < head.count() && !twinRows.get(link);
            require(sound && (layer == 0 || graph.level(link) >= layer), list);
        }
    }

    private void require(boolean sound, long at) {
        if (!sound) {
            in.seek(from + at);
            throw in.corrupt("the graph that begins here leads astray");
        }
    }
}
