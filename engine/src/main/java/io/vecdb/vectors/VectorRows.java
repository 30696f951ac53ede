package io.vecdb.vectors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A block of float32 rows outside the Java heap or in a mapped file: shape (count, dimension), row
/// `r` at byte `offset + r * strideBytes`. Rows are padded with zeros to a multiple of 64 bytes and
/// aligned to 64, whatever the machine's vector width, so kernels run without tails.
///
/// Immutable view, safe to read from any thread while the memory behind it lives.
///
/// @param segment native or mapped memory
/// @param offset byte at which row 0 begins, a multiple of 64
/// @param count number of rows
/// @param dimension floats of a row that mean something
public record VectorRows(MemorySegment segment, long offset, int count, int dimension) {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Alignment and padding of rows, in bytes: one cache line, one 512-bit register.
    public static final int ROW_ALIGNMENT_BYTES = 64;

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

    /// Copies a row to the heap, shape (dimension).
    public float[] row(int row) {
        float[] values = new float[dimension];
        MemorySegment.copy(segment, FLOAT, rowOffset(row), values, 0, dimension);
        return values;
    }
}
