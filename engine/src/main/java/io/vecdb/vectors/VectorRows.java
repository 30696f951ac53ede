package io.vecdb.vectors;

import io.vecdb.storage.Section;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A block of float32 rows outside the Java heap or in a mapped file: shape (count, dimension), row
/// `r` at byte `offset + r * strideBytes`. Rows are padded with zeros to a multiple of 64 bytes and
/// aligned to 64, whatever the machine's vector width, so kernels run without tails.
///
/// Safe to read from any thread while the memory behind it lives; whoever fills it does so before
/// handing it out.
///
/// @param segment native or mapped memory
/// @param offset byte at which row 0 begins, a multiple of 64 (rows elsewhere are read, but slower)
/// @param count number of rows
/// @param dimension floats of a row that mean something
/// @param guard the same bytes as `segment`, verified by [#require] before they are read
public record VectorRows(
        MemorySegment segment, long offset, int count, int dimension, Section guard) {
    /// A component as it is stored, at any offset.
    public static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Alignment and padding of rows, in bytes: one cache line, one 512-bit register.
    public static final int ROW_ALIGNMENT_BYTES = 64;

    /// @throws IllegalArgumentException if the segment lies in the heap or ends before the last row
    public VectorRows {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("Rows lie in native or mapped memory, not the heap");
        }
        if (count < 0 || dimension < 1 || offset < 0) {
            throw new IllegalArgumentException(
                    "Not rows: " + count + " of dimension " + dimension + " at " + offset);
        }
        if (segment.byteSize() - offset < count * strideBytes(dimension)) {
            throw new IllegalArgumentException(
                    count + " rows of dimension " + dimension + " do not fit into " + segment);
        }
    }

    /// Rows in memory that was never in a file.
    public VectorRows(MemorySegment segment, long offset, int count, int dimension) {
        this(segment, offset, count, dimension, Section.ofMemory(segment));
    }

    /// Rows of a mapped file, from its body's first byte on.
    ///
    /// @throws IllegalArgumentException if it ends before the last row
    public static VectorRows of(Section body, int count, int dimension) {
        return new VectorRows(body.unverified(), 0, count, dimension, body);
    }

    /// New rows of zeros in native memory, which is freed when nothing refers to it any more: for
    /// few rows, since that may take long.
    public static VectorRows allocate(int count, int dimension) {
        return allocate(Arena.ofAuto(), count, dimension);
    }

    /// New rows of zeros in native memory that lives as long as the arena.
    public static VectorRows allocate(Arena arena, int count, int dimension) {
        long bytes = Math.max(1, count) * strideBytes(dimension);
        return new VectorRows(arena.allocate(bytes, ROW_ALIGNMENT_BYTES), 0, count, dimension);
    }

    /// Bytes from one row to the next for this dimension.
    public static long strideBytes(int dimension) {
        return ((long) dimension * Float.BYTES + ROW_ALIGNMENT_BYTES - 1) & -ROW_ALIGNMENT_BYTES;
    }

    /// Bytes from one row to the next.
    public long strideBytes() {
        return strideBytes(dimension);
    }

    /// Byte in [#segment()] at which the row begins.
    public long rowOffset(int row) {
        return offset + row * strideBytes();
    }

    /// Has to be called for rows that may lie in a file, before a kernel reads them: those of
    /// blocks that nobody used yet are verified. Costs one comparison once the whole file was.
    ///
    /// @param ids row numbers below [#count()], shape (at least n)
    /// @throws io.vecdb.api.DbException CORRUPT if one is not what was written
    public void require(int[] ids, int n) {
        if (!guard.isVerified()) {
            for (int i = 0; i < n; i++) {
                guard.require(rowOffset(ids[i]), strideBytes());
            }
        }
    }

    /// Whether [#require] has nothing to do any more, for whatever rows.
    public boolean isVerified() {
        return guard.isVerified();
    }

    /// As [#require(int[], int)], for rows that follow one another.
    ///
    /// @param from the first row
    /// @param to the row behind the last
    public void require(int from, int to) {
        guard.require(rowOffset(from), (to - from) * strideBytes());
    }

    /// Copies a row to the heap, shape (dimension).
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if it is not what was written
    public float[] row(int row) {
        require(row, row + 1);
        float[] values = new float[dimension];
        MemorySegment.copy(segment, FLOAT, rowOffset(row), values, 0, dimension);
        return values;
    }

    /// Fills a row of a block that has not been handed out yet, whatever stands there.
    ///
    /// @param values shape (dimension)
    /// @throws IllegalArgumentException if the block is a file mapped for reading
    public void put(int row, float[] values) {
        MemorySegment.copy(values, 0, segment, FLOAT, rowOffset(row), dimension);
        for (int i = dimension; i < strideBytes() / Float.BYTES; i++) {
            segment.set(FLOAT, rowOffset(row) + (long) i * Float.BYTES, 0);
        }
    }
}
