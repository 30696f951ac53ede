package io.vecdb.index.hnsw;

import static io.vecdb.index.hnsw.HnswHead.INT;

import io.vecdb.storage.Section;
import io.vecdb.vectors.VectorRows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/// Rows that are equal, bit by bit. Only the first of them becomes a node of the graph; the others
/// hang on it and are found with it.
///
/// Equal nodes would fill one another's lists, since nothing is nearer, and thousands of them would
/// become an island that no search leaves or enters.
///
/// @param firsts the rows that others are equal to, ascending
/// @param starts where each one's equals begin in `rows`, and their number
/// @param rows the equals, ascending within each group
record Twins(int[] firsts, int[] starts, int[] rows) {
    /// No two rows are equal.
    static final Twins NONE = new Twins(new int[0], new int[1], new int[0]);

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// For each row the first row that is equal to it, which may be itself: shape (count). One pass
    /// over the rows with a hash table of eight to sixteen bytes a row.
    static int[] representatives(VectorRows rows) {
        int count = rows.count();
        int[] representatives = new int[count];
        int mask = (int) Math.min(1L << 30, Long.highestOneBit(Math.max(1, count) * 2L) * 2) - 1;
        int[] table = new int[mask + 1];
        Arrays.fill(table, HnswGraph.NONE);
        for (int row = 0; row < count; row++) {
            int at = hash(rows, row) & mask;
            while (table[at] >= 0 && !equal(rows, table[at], row)) {
                at = (at + 1) & mask;
            }
            if (table[at] < 0) {
                table[at] = row;
            }
            representatives[row] = table[at];
        }
        return representatives;
    }

    /// Gathers the rows of each representative.
    static Twins of(int[] representatives) {
        int count = representatives.length;
        int[] sizes = new int[count];
        int groups = 0;
        int twins = 0;
        for (int row = 0; row < count; row++) {
            int first = representatives[row];
            if (first != row) {
                groups += sizes[first]++ == 0 ? 1 : 0;
                twins++;
            }
        }
        int[] firsts = new int[groups];
        int[] starts = new int[groups + 1];
        int[] next = sizes;
        int group = 0;
        int start = 0;
        for (int row = 0; row < count; row++) {
            int size = sizes[row];
            if (size > 0) {
                firsts[group] = row;
                starts[group++] = start;
                next[row] = start;
                start += size;
            }
        }
        starts[groups] = start;
        int[] rows = new int[twins];
        for (int row = 0; row < count; row++) {
            if (representatives[row] != row) {
                rows[next[representatives[row]]++] = row;
            }
        }
        return new Twins(firsts, starts, rows);
    }

    /// The twins of a graph's memory, copied to the heap and checked: each is found once.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT
    static Twins read(Section graph, HnswHead head) {
        Twins twins =
                new Twins(
                        ints(graph, head.twinFirstsAt(), head.twinGroups()),
                        ints(graph, head.twinStartsAt(), head.twinGroups() + 1),
                        ints(graph, head.twinRowsAt(), head.twinRows()));
        twins.check(graph, head);
        return twins;
    }

    private void check(Section graph, HnswHead head) {
        int start = 0;
        int last = HnswGraph.NONE;
        for (int group = 0; group < firsts.length; group++) {
            int first = firsts[group];
            require(first > last && first < head.count(), graph, head.twinFirstsAt());
            require(starts[group] == start, graph, head.twinStartsAt());
            start = starts[group + 1];
            require(start > starts[group] && start <= rows.length, graph, head.twinStartsAt());
            last = first;
        }
        require(starts[0] == 0 && start == rows.length, graph, head.twinStartsAt());
        BitSet seen = new BitSet();
        for (int row : rows) {
            require(row >= 0 && row < head.count() && !seen.get(row), graph, head.twinRowsAt());
            seen.set(row);
        }
        for (int first : firsts) {
            require(!seen.get(first), graph, head.twinFirstsAt());
        }
    }

    private static void require(boolean sound, Section graph, long at) {
        if (!sound) {
            throw graph.corrupt(at, "the lists of equal rows that begin here lead astray");
        }
    }

    void write(MemorySegment bytes, HnswHead head) {
        MemorySegment.copy(firsts, 0, bytes, INT, head.twinFirstsAt(), firsts.length);
        MemorySegment.copy(starts, 0, bytes, INT, head.twinStartsAt(), starts.length);
        MemorySegment.copy(rows, 0, bytes, INT, head.twinRowsAt(), rows.length);
    }

    /// Whether no two rows are equal.
    boolean isEmpty() {
        return firsts.length == 0;
    }

    /// The group of the rows that are equal to this one, or a negative number.
    int group(int row) {
        return Arrays.binarySearch(firsts, row);
    }

    private static int[] ints(Section graph, long from, int count) {
        int[] values = new int[count];
        graph.require(from, (long) count * Integer.BYTES);
        MemorySegment.copy(graph.unverified(), INT, from, values, 0, count);
        return values;
    }

    private static boolean equal(VectorRows rows, int a, int b) {
        long bytes = rows.strideBytes();
        long fromA = rows.rowOffset(a);
        long fromB = rows.rowOffset(b);
        return MemorySegment.mismatch(
                        rows.segment(), fromA, fromA + bytes, rows.segment(), fromB, fromB + bytes)
                < 0;
    }

    private static int hash(VectorRows rows, int row) {
        long hash = 0;
        long end = rows.rowOffset(row) + rows.strideBytes();
        for (long at = rows.rowOffset(row); at < end; at += Long.BYTES) {
            hash = (hash ^ rows.segment().get(LONG, at)) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash ^ (int) (hash >>> 32);
    }
}
