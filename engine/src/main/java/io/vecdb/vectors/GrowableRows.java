package io.vecdb.vectors;

/// Rows in native memory that grow at their end. One thread appends; any number read what [#view()]
/// gave them, which later appends do not disturb.
///
/// Appending costs a copy of the row, and now and then of all rows, as the block grows by half. A
/// block that was outgrown is freed when the last view of it is gone.
public final class GrowableRows {
    private static final int FIRST_CAPACITY_ROWS = 16;

    private final int dimension;
    private VectorRows block;
    private volatile VectorRows view;

    /// No rows yet.
    public GrowableRows(int dimension) {
        this.dimension = dimension;
        this.block = VectorRows.allocate(FIRST_CAPACITY_ROWS, dimension);
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
            grow(Math.addExact(row, Math.max(row / 2, FIRST_CAPACITY_ROWS)));
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

    private void grow(int capacity) {
        VectorRows larger = VectorRows.allocate(capacity, dimension);
        larger.segment().copyFrom(block.segment());
        block = larger;
    }
}
