package io.vecdb.index.hnsw;

import java.util.Arrays;

/// A queue of [io.vecdb.index.Packed] numbers from which the nearest comes first: a binary heap
/// that grows. Not thread-safe.
final class NearestQueue {
    private long[] heap = new long[256];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long packed) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] <= packed) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = packed;
    }

    /// Removes the nearest; there must be one.
    long poll() {
        long nearest = heap[0];
        long last = heap[--size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return nearest;
    }
}
