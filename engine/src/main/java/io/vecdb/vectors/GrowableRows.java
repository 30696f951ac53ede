package io.vecdb.vectors;

import io.vecdb.memory.BlockPool;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Rows in native memory that grow at their end. One thread appends; any number read what [#view()]
/// gave them, which later appends do not disturb.
///
/// Appending costs a copy of the row, and now and then of all rows, as the block doubles; as soon
/// as the expected number of rows is in sight, it gets room for all of them. Blocks that were
/// outgrown stay until the rows are closed, since views of them may be in use; together they are
/// smaller than the last one.
public final class GrowableRows implements AutoCloseable {
    private static final int FIRST_CAPACITY_ROWS = 16;

    /// Blocks of at least so many bytes come from the pool, and go back there.
    private static final long POOLED_BYTES = 1 << 20;

    /// The expected number is in sight when this share of it is there.
    private static final int IN_SIGHT = 16;

    private final Arena arena;
    private final @Nullable BlockPool pool;
    private final List<BlockPool.Block> pooled = new ArrayList<>();
    private final int dimension;
    private final int expectedRows;
    private volatile VectorRows block;
    private volatile int count;
    private volatile long bytes;

    /// No rows yet, and nothing known of how many there will be.
    ///
    /// @param arena gives the memory, and takes it back when it is closed
    public GrowableRows(Arena arena, int dimension) {
        this(arena, null, dimension, 0);
    }

    /// No rows yet.
    ///
    /// @param arena gives the memory for the first rows, and takes it back when it is closed
    /// @param pool gives the memory for many rows, if not null
    /// @param expectedRows how many it is likely to get, 0 if unknown; may be wrong
    public GrowableRows(Arena arena, @Nullable BlockPool pool, int dimension, int expectedRows) {
        this.arena = arena;
        this.pool = pool;
        this.dimension = dimension;
        this.expectedRows = expectedRows;
        this.block = allocate(FIRST_CAPACITY_ROWS);
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
        int row = count;
        VectorRows target = block;
        if (row == target.count()) {
            target = grow(target);
        }
        target.put(row, values);
        // The volatile write publishes the row's bytes together with the count.
        count = row + 1;
        return row;
    }

    /// The rows that have been appended so far. Thread-safe.
    public VectorRows view() {
        // The count first: the block that is read after it holds so many rows.
        int rows = count;
        VectorRows all = block;
        return new VectorRows(all.segment(), 0, rows, dimension, all.guard());
    }

    /// Bytes of native memory that it has taken. Thread-safe.
    public long bytes() {
        return bytes;
    }

    /// Gives large blocks back to the pool; nobody reads the rows any more.
    @Override
    public void close() {
        if (pool != null) {
            pooled.forEach(pool::giveBack);
            pooled.clear();
        }
    }

    private VectorRows grow(VectorRows full) {
        VectorRows larger = spare(full.count());
        if (larger == null) {
            int doubled = Math.multiplyExact(full.count(), 2);
            boolean inSight = doubled > expectedRows / IN_SIGHT;
            larger = allocate(inSight ? Math.max(doubled, expectedRows) : doubled);
        }
        MemorySegment.copy(
                full.segment(), 0, larger.segment(), 0, full.count() * full.strideBytes());
        block = larger;
        return larger;
    }

    /// Room for all rows that are expected, if there is some that costs nothing.
    private @Nullable VectorRows spare(int rows) {
        long wanted = expectedRows * VectorRows.strideBytes(dimension);
        if (pool == null || expectedRows <= rows || wanted < POOLED_BYTES) {
            return null;
        }
        BlockPool.Block spare = pool.takeSpare(wanted);
        return spare == null ? null : rows(spare);
    }

    private VectorRows allocate(int rows) {
        long size = rows * VectorRows.strideBytes(dimension);
        if (pool != null && size >= POOLED_BYTES) {
            return rows(pool.take(size));
        }
        return rows(arena.allocate(size, VectorRows.ROW_ALIGNMENT_BYTES));
    }

    private VectorRows rows(BlockPool.Block memory) {
        pooled.add(memory);
        return rows(memory.bytes());
    }

    private VectorRows rows(MemorySegment memory) {
        long before = bytes;
        bytes = before + memory.byteSize();
        long rows = memory.byteSize() / VectorRows.strideBytes(dimension);
        return new VectorRows(memory, 0, Math.toIntExact(rows), dimension);
    }
}
