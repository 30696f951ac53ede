package io.vecdb.api;

/// Where memory is.
///
/// @param heap bytes on the Java heap, estimated
/// @param offHeap bytes of native memory
/// @param mapped bytes of mapped files, of which the system keeps in memory what it likes
public record MemoryBytes(long heap, long offHeap, long mapped) {
    /// Nothing.
    public static final MemoryBytes NONE = new MemoryBytes(0, 0, 0);

    /// On the heap.
    public static MemoryBytes heap(long bytes) {
        return new MemoryBytes(bytes, 0, 0);
    }

    /// In mapped files.
    public static MemoryBytes mapped(long bytes) {
        return new MemoryBytes(0, 0, bytes);
    }

    /// Both together.
    public MemoryBytes plus(MemoryBytes other) {
        return new MemoryBytes(heap + other.heap, offHeap + other.offHeap, mapped + other.mapped);
    }
}
