package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.storage.LittleEndian;
import io.vecdb.storage.StorageErrors;

import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A piece of a mapped file that knows where it stands, so that damage is reported with file and
/// byte. The file's checksums were verified; the checks here keep a file that was written wrongly
/// from doing harm. Thread-safe.
///
/// @param bytes the piece
/// @param file the file's name
/// @param offset byte of the file at which the piece begins
record Region(MemorySegment bytes, String file, long offset) {
    /// How many numbers of so many bytes the piece holds.
    ///
    /// @throws DbException CORRUPT if it is no whole number of them or more than an `int` counts
    int count(int bytesEach) {
        long count = bytes.byteSize() / bytesEach;
        if (bytes.byteSize() % bytesEach != 0 || count > Integer.MAX_VALUE) {
            throw corrupt(0, bytes.byteSize() + " bytes are no array of " + bytesEach + " each");
        }
        return (int) count;
    }

    /// The 64-bit integer number `index`, which must lie within.
    long longAt(int index) {
        return bytes.get(LittleEndian.LONG, (long) index * Long.BYTES);
    }

    /// The 32-bit integer number `index`, which must lie within.
    int intAt(int index) {
        return bytes.get(LittleEndian.INT, (long) index * Integer.BYTES);
    }

    /// The piece from one byte up to another.
    ///
    /// @throws DbException CORRUPT if there is no such piece
    Region slice(long from, long to) {
        if (from < 0 || from > to || to > bytes.byteSize()) {
            throw corrupt(
                    0,
                    "a piece of "
                            + bytes.byteSize()
                            + " bytes has no part from "
                            + from
                            + " to "
                            + to);
        }
        return new Region(bytes.asSlice(from, to - from), file, offset + from);
    }

    /// The bitmap that fills the piece, copied to the heap.
    ///
    /// @throws DbException CORRUPT if it is none or holds rows beyond `rowCount`
    RoaringBitmap bitmap(int rowCount) {
        ByteBuffer buffer = buffer();
        try {
            ImmutableRoaringBitmap mapped = new ImmutableRoaringBitmap(buffer);
            if (mapped.serializedSizeInBytes() == bytes.byteSize() && mapped.validate()) {
                if (mapped.isEmpty() || Integer.compareUnsigned(mapped.last(), rowCount) < 0) {
                    return mapped.toRoaringBitmap();
                }
                throw corrupt(0, "a bitmap holds rows beyond the last, " + (rowCount - 1));
            }
        } catch (InvalidRoaringFormat
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | NegativeArraySizeException
                | BufferUnderflowException e) {
            throw StorageErrors.corrupt(file, offset, "a bitmap is malformed", e);
        }
        throw corrupt(0, "a bitmap is malformed");
    }

    private ByteBuffer buffer() {
        if (bytes.byteSize() > Integer.MAX_VALUE) {
            throw corrupt(0, "a bitmap is longer than 2 GB");
        }
        return bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @param at byte in this piece
    /// @param finding what is wrong there, a clause without a full stop
    DbException corrupt(long at, String finding) {
        return StorageErrors.corrupt(file, offset + at, finding);
    }
}
