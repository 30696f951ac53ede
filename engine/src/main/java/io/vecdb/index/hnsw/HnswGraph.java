package io.vecdb.index.hnsw;

import static io.vecdb.index.hnsw.HnswHead.INT;

import io.vecdb.api.DbException;
import io.vecdb.storage.Section;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The links of a graph, in one block of native or mapped memory laid out as [HnswHead] says.
///
/// A list of links is a fixed number of places, filled from the front, the rest -1. Lists are read
/// without locks, also while a builder rewrites them: a reader then sees some old and some new
/// links, each of which is a row. Writing one list is for one thread at a time.
///
/// A file's lists are verified when they are read. What they say is not trusted either: a number
/// that leads astray is reported as CORRUPT by whoever would follow it.
final class HnswGraph {
    static final int NONE = -1;

    final HnswHead head;
    private final Section section;
    private final MemorySegment bytes;
    private final int layer0Bytes;
    private final long upperRowsAt;
    private final long upperStartsAt;
    private final long upperLinksAt;

    /// @param section as long as the head says
    HnswGraph(HnswHead head, Section section) {
        this.head = head;
        this.section = section;
        this.bytes = section.unverified();
        this.layer0Bytes = 2 * head.m() * Integer.BYTES;
        this.upperRowsAt = head.upperRowsAt();
        this.upperStartsAt = head.upperStartsAt();
        this.upperLinksAt = head.upperLinksAt();
    }

    /// What a graph without links is made of.
    ///
    /// @param metric number of the metric
    /// @param m links of a node on an upper layer
    /// @param levels each row's highest layer, shape (count)
    /// @param representatives each row's first equal, shape (count)
    /// @param entry the row at which searches begin, or -1
    record Shape(int metric, int m, int[] levels, int[] representatives, int entry) {}

    /// A graph without links, whose rows reach the given layers, in memory of an arena.
    static HnswGraph allocate(Arena arena, Shape shape) {
        int[] levels = shape.levels;
        int entry = shape.entry;
        int upperRows = 0;
        int upperLists = 0;
        for (int level : levels) {
            upperRows += level > 0 ? 1 : 0;
            upperLists = Math.addExact(upperLists, level);
        }
        Twins twins = Twins.of(shape.representatives);
        HnswHead head =
                new HnswHead(
                        shape.metric,
                        shape.m,
                        levels.length,
                        entry,
                        entry == NONE ? 0 : levels[entry],
                        upperRows,
                        upperLists,
                        twins.firsts().length,
                        twins.rows().length);
        MemorySegment bytes = arena.allocate(head.totalBytes(), HnswHead.BYTES);
        head.write(bytes);
        HnswGraph graph = new HnswGraph(head, Section.ofMemory(bytes));
        graph.clear(head.layer0At(), head.upperRowsAt());
        graph.clear(graph.upperLinksAt, head.twinFirstsAt());
        graph.putLevels(levels);
        twins.write(bytes, head);
        return graph;
    }

    private void clear(long from, long to) {
        bytes.asSlice(from, to - from).fill((byte) NONE);
    }

    private void putLevels(int[] levels) {
        int slot = 0;
        int start = 0;
        for (int row = 0; row < levels.length; row++) {
            if (levels[row] > 0) {
                bytes.set(INT, upperRowsAt + (long) slot * Integer.BYTES, row);
                bytes.set(INT, upperStartsAt + (long) slot * Integer.BYTES, start);
                start += levels[row];
                slot++;
            }
        }
        bytes.set(INT, upperStartsAt + (long) slot * Integer.BYTES, start);
    }

    Section section() {
        return section;
    }

    /// How many links a list of this layer holds at most.
    int width(int layer) {
        return layer == 0 ? 2 * head.m() : head.m();
    }

    /// The highest layer that a row reaches.
    int level(int row) {
        int slot = slot(row);
        return slot < 0 ? 0 : start(slot + 1) - start(slot);
    }

    /// Where a row's list begins, which is verified then.
    ///
    /// @param row below the count
    /// @throws io.vecdb.api.DbException CORRUPT if the list is not what was written, or the row
    ///   does not reach the layer
    long list(int layer, int row) {
        long list = verifiedList(layer, row);
        section.require(list, (long) width(layer) * Integer.BYTES);
        return list;
    }

    /// As [#list], where [#isVerified()].
    long verifiedList(int layer, int row) {
        return layer == 0 ? HnswHead.BYTES + (long) row * layer0Bytes : upperList(layer, row);
    }

    /// Whether all lists were verified.
    boolean isVerified() {
        return section.isVerified();
    }

    private long upperList(int layer, int row) {
        int slot = slot(row);
        if (slot < 0) {
            throw astray(upperRowsAt, "row " + row + " does not reach layer " + layer);
        }
        int from = start(slot);
        int to = start(slot + 1);
        if (from < 0 || to > head.upperLists() || to - from < layer) {
            throw astray(
                    upperStartsAt + (long) slot * Integer.BYTES,
                    "row " + row + " has no list on layer " + layer);
        }
        return upperLinksAt + (from + layer - 1L) * head.m() * Integer.BYTES;
    }

    /// A CORRUPT error for a place in the graph.
    DbException astray(long at, String finding) {
        return section.corrupt(at, finding);
    }

    /// A CORRUPT error for a link that leads to no row.
    DbException astray(long list, int place) {
        return astray(
                list + (long) place * Integer.BYTES,
                "a link leads to row " + link(list, place) + " of " + head.count());
    }

    /// The link at place `i` of the list that begins at `list`, or -1.
    int link(long list, int i) {
        return bytes.get(INT, list + (long) i * Integer.BYTES);
    }

    /// Copies a list and returns its length.
    ///
    /// @param out shape (at least the layer's width)
    /// @throws io.vecdb.api.DbException CORRUPT as [#list], or if a link leads to no row
    int links(int layer, int row, int[] out) {
        long list = list(layer, row);
        int width = width(layer);
        int n = 0;
        for (int link; n < width && (link = link(list, n)) != NONE; n++) {
            if (link < 0 || link >= head.count()) {
                throw astray(list, n);
            }
            out[n] = link;
        }
        return n;
    }

    /// Rewrites a list.
    ///
    /// @param links shape (at least n); n at most the layer's width
    void setLinks(int layer, int row, int[] links, int n) {
        long list = list(layer, row);
        int width = width(layer);
        for (int i = 0; i < width; i++) {
            bytes.set(INT, list + (long) i * Integer.BYTES, i < n ? links[i] : NONE);
        }
    }

    /// Puts a link into the first free place, or returns false if there is none.
    boolean addLink(int layer, int row, int link) {
        long list = list(layer, row);
        int width = width(layer);
        for (int i = 0; i < width; i++) {
            if (link(list, i) < 0) {
                bytes.set(INT, list + (long) i * Integer.BYTES, link);
                return true;
            }
        }
        return false;
    }

    /// The place of a row among those that reach above layer 0, or a negative number. Costs a
    /// binary search in a sixteenth of the rows, if m is 16; only a few steps of a search need it.
    int slot(int row) {
        section.require(upperRowsAt, upperLinksAt - upperRowsAt);
        int low = 0;
        int high = head.upperRows() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int there = upperRow(middle);
            if (there == row) {
                return middle;
            }
            if (there < row) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    int upperRow(int slot) {
        return bytes.get(INT, upperRowsAt + (long) slot * Integer.BYTES);
    }

    int start(int slot) {
        return bytes.get(INT, upperStartsAt + (long) slot * Integer.BYTES);
    }
}
