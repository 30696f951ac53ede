package io.vecdb.index;

import java.util.Arrays;

/// Keeps the k nearest of many rows: a binary max-heap of longs, each a distance in its upper half
/// and a row in its lower. Comparing two entries is comparing two longs, and rows with the same
/// distance are kept in the order of their numbers. Not thread-safe.
///
/// Cost: one comparison for a row that is too far, log2 k moves for one that is kept.
public final class TopK {
    private final long[] heap;
    private int size;

    /// @param k how many to keep, at least 1
    public TopK(int k) {
        heap = new long[k];
    }

    /// A distance and a row in one number that sorts by distance, then row.
    public static long pack(float distance, int row) {
        int bits = Float.floatToRawIntBits(distance);
        int sortable = bits ^ (bits >> 31 & 0x7fffffff);
        return (long) sortable << 32 | row;
    }

    /// The distance in a packed number.
    public static float distance(long packed) {
        int sortable = (int) (packed >> 32);
        return Float.intBitsToFloat(sortable ^ (sortable >> 31 & 0x7fffffff));
    }

    /// The row in a packed number.
    public static int row(long packed) {
        return (int) packed;
    }

    /// Offers a row; it is kept if fewer than k are, or if it is nearer than the farthest of them.
    public void offer(float distance, int row) {
        long entry = pack(distance, row);
        if (size < heap.length) {
            siftUp(size++, entry);
        } else if (entry < heap[0]) {
            siftDown(entry);
        }
    }

    /// The distance that a row must not exceed to be kept: infinity until k rows are.
    public float bound() {
        return size < heap.length ? Float.POSITIVE_INFINITY : distance(heap[0]);
    }

    /// What was kept, nearest first. The object is empty afterwards.
    public Neighbors drain() {
        Arrays.sort(heap, 0, size);
        int[] rows = new int[size];
        float[] distances = new float[size];
        for (int i = 0; i < size; i++) {
            rows[i] = row(heap[i]);
            distances[i] = distance(heap[i]);
        }
        size = 0;
        return new Neighbors(rows, distances);
    }

    private void siftUp(int from, long entry) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] >= entry) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = entry;
    }

    private void siftDown(long entry) {
        int at = 0;
        int half = size >>> 1;
        while (at < half) {
            int child = 2 * at + 1;
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= entry) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entry;
    }
}
