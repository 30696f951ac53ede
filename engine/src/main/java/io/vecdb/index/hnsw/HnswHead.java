package io.vecdb.index.hnsw;

import io.vecdb.storage.ByteReader;
import io.vecdb.storage.Section;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The numbers at the beginning of a graph's memory, and where its sections lie by them. Sections
/// begin at multiples of 64 bytes. See `docs/format/hnsw.md`.
///
/// @param metric format number of the metric that the links were chosen under
/// @param m links of a node on an upper layer; twice as many on layer 0
/// @param count rows
/// @param entry the row at which every search begins, -1 if there is none
/// @param maxLevel the highest layer, which the entry reaches
/// @param upperRows rows that reach above layer 0
/// @param upperLists lists of links above layer 0: the sum of those rows' levels
/// @param twinGroups rows that others are equal to
/// @param twinRows the rows that are equal to them
record HnswHead(
        int metric,
        int m,
        int count,
        int entry,
        int maxLevel,
        int upperRows,
        int upperLists,
        int twinGroups,
        int twinRows) {
    static final int BYTES = 64;
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The head of a graph in a file.
    ///
    /// @param section the graph
    /// @param metric number of the metric that it must be for
    /// @param count rows that it must have
    /// @throws io.vecdb.api.DbException CORRUPT if the numbers are others or do not fit the length
    static HnswHead read(Section section, int metric, int count) {
        ByteReader in = section.slice(0, Math.min(BYTES, section.byteSize())).reader();
        HnswHead head =
                new HnswHead(
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt());
        if (head.metric != metric || head.count != count) {
            throw section.corrupt(
                    0,
                    "an index of metric "
                            + head.metric
                            + " and "
                            + head.count
                            + " rows stands where one of metric "
                            + metric
                            + " and "
                            + count
                            + " rows is expected");
        }
        if (!head.isPossible() || head.totalBytes() != section.byteSize()) {
            throw section.corrupt(0, section.byteSize() + " bytes are not what " + head + " takes");
        }
        return head;
    }

    private boolean isPossible() {
        return m >= 2
                && m <= 128
                && maxLevel >= 0
                && isCount(upperRows, count)
                && upperLists >= upperRows
                && isCount(twinGroups, count)
                && isCount(twinRows, count)
                && (count == 0
                        ? entry == HnswGraph.NONE && maxLevel == 0
                        : isCount(entry, count - 1));
    }

    private static boolean isCount(int number, int most) {
        return number >= 0 && number <= most;
    }

    void write(MemorySegment bytes) {
        int[] numbers = {
            metric, m, count, entry, maxLevel, upperRows, upperLists, twinGroups, twinRows
        };
        for (int i = 0; i < numbers.length; i++) {
            bytes.setAtIndex(INT, i, numbers[i]);
        }
    }

    /// Links of every row on layer 0: shape (count, 2m), unused places -1.
    long layer0At() {
        return BYTES;
    }

    /// The rows that reach above layer 0, ascending: shape (upperRows).
    long upperRowsAt() {
        return layer0At() + padded((long) count * 2 * m);
    }

    /// Where each of those rows' lists begin among the lists, and their number: shape (upperRows +
    /// 1).
    long upperStartsAt() {
        return upperRowsAt() + padded(upperRows);
    }

    /// Their links, from layer 1 up: shape (upperLists, m), unused places -1.
    long upperLinksAt() {
        return upperStartsAt() + padded(upperRows + 1L);
    }

    /// The rows that others are equal to, ascending: shape (twinGroups).
    long twinFirstsAt() {
        return upperLinksAt() + padded((long) upperLists * m);
    }

    /// Where each one's equals begin among them, and their number: shape (twinGroups + 1).
    long twinStartsAt() {
        return twinFirstsAt() + padded(twinGroups);
    }

    /// The equals, ascending within each group: shape (twinRows).
    long twinRowsAt() {
        return twinStartsAt() + padded(twinGroups + 1L);
    }

    long totalBytes() {
        return twinRowsAt() + padded(twinRows);
    }

    private static long padded(long numbers) {
        return (numbers * Integer.BYTES + BYTES - 1) & -BYTES;
    }
}
