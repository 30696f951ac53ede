package io.vecdb.segment;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;

/// Which rows of a segment were deleted, and by which write.
///
/// One thread deletes, in ascending sequence order; others may read beside it, with a sequence
/// number that they learnt through a volatile read after the deletions up to it were made. Memory:
/// 8 bytes a row for each block of 4,096 rows in which something was deleted, 12 bytes a deletion.
final class Deletions {
    private static final int BLOCK_BITS = 12;
    private static final int BLOCK_ROWS = 1 << BLOCK_BITS;

    /// For each block of rows the deleting sequence numbers (0: not deleted), or null. Replaced
    /// when it grows.
    private volatile long[] @Nullable [] blocks = new long[0][];

    /// Deleted rows in the order of deletion, and the sequence numbers, both valid up to `count`.
    /// The arrays are replaced when they grow, never changed below `count`.
    private volatile Log log = new Log(new int[8], new long[8], 0);

    private record Log(int[] rows, long[] sequences, int count) {}

    /// Marks a live row as deleted by a write.
    void delete(int row, long sequence) {
        block(row >> BLOCK_BITS)[row & (BLOCK_ROWS - 1)] = sequence;
        Log old = log;
        int[] rows = old.rows;
        long[] sequences = old.sequences;
        if (old.count == rows.length) {
            rows = Arrays.copyOf(rows, rows.length * 2);
            sequences = Arrays.copyOf(sequences, rows.length);
        }
        rows[old.count] = row;
        sequences[old.count] = sequence;
        log = new Log(rows, sequences, old.count + 1);
    }

    private long[] block(int number) {
        long[] @Nullable [] all = blocks;
        if (number >= all.length) {
            all = Arrays.copyOf(all, Math.max(number + 1, all.length * 2));
            blocks = all;
        }
        long[] block = all[number];
        if (block == null) {
            block = new long[BLOCK_ROWS];
            all[number] = block;
        }
        return block;
    }

    /// Whether the row was deleted by a write up to this one.
    boolean contains(int row, long sequence) {
        long[] @Nullable [] all = blocks;
        int number = row >> BLOCK_BITS;
        long[] block = number < all.length ? all[number] : null;
        if (block == null) {
            return false;
        }
        long deletedAt = block[row & (BLOCK_ROWS - 1)];
        return deletedAt != 0 && deletedAt <= sequence;
    }

    /// About how much it takes on the heap.
    long heapBytes() {
        long[] @Nullable [] all = blocks;
        long used = Arrays.stream(all).filter(Objects::nonNull).count();
        return used * BLOCK_ROWS * Long.BYTES + 12L * log.rows.length;
    }

    /// How many rows were deleted by writes up to this one.
    int count(long sequence) {
        Log now = log;
        int low = 0;
        int high = now.count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.sequences[middle] <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// How many of the rows deleted by writes up to this one satisfy a condition.
    int count(long sequence, IntPredicate condition) {
        return (int) Arrays.stream(rows(sequence)).filter(condition).count();
    }

    /// The rows deleted by writes up to this one, in the order of deletion.
    int[] rows(long sequence) {
        int count = count(sequence);
        return Arrays.copyOf(log.rows, count);
    }

    /// Hands over each row that was deleted by a write later than one and not later than another,
    /// with that write's number, in the order of deletion.
    void forEachBetween(long after, long upTo, RowSequenceConsumer consumer) {
        Log now = log;
        for (int i = count(after); i < now.count && now.sequences[i] <= upTo; i++) {
            consumer.accept(now.rows[i], now.sequences[i]);
        }
    }

    /// Takes a row and the number of a write.
    interface RowSequenceConsumer {
        void accept(int row, long sequence);
    }
}
