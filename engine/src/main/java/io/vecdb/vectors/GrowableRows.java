package io.vecdb.vectors;

import java.lang.foreign.Arena;

/// Rows in native memory that grow at their end. One thread appends; any number read what [#view()]
/// gave them, which later appends do not disturb.
///
/// Appending costs a copy of the row, and now and then of all rows, as the block doubles. Blocks
/// that were outgrown stay until the arena is closed, since views of them may be in use; together
/// they are smaller than the last one.
public final class GrowableRows {
    private static final int FIRST_CAPACITY_ROWS = 16;

    private final Arena arena;
    private final int dimension;
    private VectorRows block;
    private volatile long bytes;
    private volatile VectorRows view;

    /// No rows yet.
    ///
    /// @param arena gives the memory, and takes it back when it is closed
    public GrowableRows(Arena arena, int dimension) {
        this.arena = arena;
        this.dimension = dimension;
        this.block = allocate(FIRST_CAPACITY_ROWS);
        this.view = new VectorRows(block.segment(), 0, 0, dimension);
    }

    /// Adds a row behind the others and returns its number.
    ///
    /// @param values shape (dimension), copied
    /// @throws IllegalArgumentException if the dimension is another
    public int append(float[] values) {
        if (values.length != dimension) {
            throw new IllegalArgumentException(
                    "A row of " + values.length + " components among rows of " + dimension);
        }
        int row = view.count();
        if (row == block.count()) {
            grow(Math.multiplyExact(row, 2));
        }
        block.put(row, values);
        // The volatile write publishes the row's bytes together with the count.
        view = new VectorRows(block.segment(), 0, row + 1, dimension);
        return row;
    }

    /// The rows that have been appended so far. Thread-safe.
    public VectorRows view() {
        return view;
    }

    /// Bytes of native memory that it has taken. Thread-safe.
    public long bytes() {
        return bytes;
    }

    private void grow(int capacity) {
        VectorRows larger = allocate(capacity);
        larger.segment().copyFrom(block.segment());
        block = larger;
    }

    private VectorRows allocate(int capacity) {
        VectorRows rows = VectorRows.allocate(arena, capacity, dimension);
        long before = bytes;
        bytes = before + rows.segment().byteSize();
        return rows;
    }
}
