package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.Section;
import io.vecdb.storage.StorageErrors;

import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A piece of the file of payload indexes, read as numbers or as a bitmap. Its bytes are verified
/// before they are read; the checks here keep a file that was written wrongly from doing harm.
/// Thread-safe.
///
/// @param section the piece
record Region(Section section) {
    /// How many numbers of so many bytes the piece holds.
    ///
    /// @throws DbException CORRUPT if it is no whole number of them or more than an `int` counts
    int count(int bytesEach) {
        long count = byteSize() / bytesEach;
        if (byteSize() % bytesEach != 0 || count > Integer.MAX_VALUE) {
            throw corrupt(0, byteSize() + " bytes are no array of " + bytesEach + " each");
        }
        return (int) count;
    }

    /// The 64-bit integer number `index`, which must lie within.
    long longAt(int index) {
        return section.longAt((long) index * Long.BYTES);
    }

    /// The 32-bit integer number `index`, which must lie within.
    int intAt(int index) {
        return section.intAt((long) index * Integer.BYTES);
    }

    long byteSize() {
        return section.byteSize();
    }

    /// All bytes.
    MemorySegment bytes() {
        return section.verified();
    }

    /// The piece from one byte up to another.
    ///
    /// @throws DbException CORRUPT if there is no such piece
    Region slice(long from, long to) {
        return new Region(section.slice(from, to));
    }

    /// The bitmap that fills the piece, copied to the heap.
    ///
    /// @throws DbException CORRUPT if it is none or holds rows beyond `rowCount`
    RoaringBitmap bitmap(int rowCount) {
        ByteBuffer buffer = buffer();
        try {
            ImmutableRoaringBitmap mapped = new ImmutableRoaringBitmap(buffer);
            if (mapped.serializedSizeInBytes() == byteSize() && mapped.validate()) {
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
            throw StorageErrors.corrupt(section.damage(0, "a bitmap is malformed"), e);
        }
        throw corrupt(0, "a bitmap is malformed");
    }

    /// Reads the bitmap that fills the piece and adds what is wrong.
    void verifyBitmap(int rowCount, DamageList found) {
        var _ = found.reads(() -> bitmap(rowCount));
    }

    private ByteBuffer buffer() {
        if (byteSize() > Integer.MAX_VALUE) {
            throw corrupt(0, "a bitmap is longer than 2 GB");
        }
        return bytes().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @param at byte in this piece
    /// @param finding what is wrong there, a clause without a full stop
    DbException corrupt(long at, String finding) {
        return section.corrupt(at, finding);
    }
}
