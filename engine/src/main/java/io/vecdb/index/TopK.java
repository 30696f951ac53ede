package io.vecdb.index;

import java.util.Arrays;

/// The `k` nearest of the rows that were offered: a binary heap of [Packed] numbers, the farthest
/// on top. Offering costs one comparison, and log k moves if the row is among the nearest so far.
///
/// Reusable by [#reset]; not thread-safe.
public final class TopK {
    private static final int FIRST_CAPACITY = 64;

    private long[] heap = new long[FIRST_CAPACITY];
    private int k;
    private int size;

    /// @param k how many are kept, at least 1
    public TopK(int k) {
        reset(k);
    }

    /// Forgets everything and keeps `k` from now on. Memory grows with what is offered, not with
    /// `k`.
    public void reset(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("The nearest " + k + " cannot be kept");
        }
        this.k = k;
        size = 0;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// The [Packed] number that a row has to be below to get in: the farthest one kept, or the
    /// largest number while there is room.
    public long bound() {
        return size == k ? heap[0] : Long.MAX_VALUE;
    }

    /// Keeps a row if it is among the nearest so far.
    ///
    /// @param packed the row as a [Packed] number
    /// @return whether it was kept
    public boolean offer(long packed) {
        if (size < k) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            siftUp(packed);
            return true;
        }
        if (packed >= heap[0]) {
            return false;
        }
        siftDown(packed);
        return true;
    }

    /// The nearest `limit` of those kept, nearest first. The collection is in no defined state
    /// afterwards; [#reset] it.
    public Neighbors drain(int limit) {
        Arrays.sort(heap, 0, size);
        int n = Math.min(limit, size);
        int[] rows = new int[n];
        float[] distances = new float[n];
        for (int i = 0; i < n; i++) {
            rows[i] = Packed.row(heap[i]);
            distances[i] = Packed.distance(heap[i]);
        }
        return new Neighbors(rows, distances);
    }

    /// Sorts those kept, nearest first, into an array that belongs to this collection and is good
    /// until the next change; the first [#size()] entries count.
    public long[] sorted() {
        Arrays.sort(heap, 0, size);
        return heap;
    }

    private void siftUp(long packed) {
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] >= packed) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = packed;
    }

    private void siftDown(long packed) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= packed) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = packed;
    }
}
