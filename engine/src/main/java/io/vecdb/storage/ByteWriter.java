package io.vecdb.storage;

import io.vecdb.api.DbException;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer on the heap for encodings; numbers are little-endian. [ByteReader] reads it
/// back. Not thread-safe.
public final class ByteWriter {
    private byte[] bytes;
    private MemorySegment segment;
    private int size;

    /// An empty buffer.
    public ByteWriter() {
        this(256);
    }

    /// An empty buffer with room for so many bytes before it grows.
    public ByteWriter(int initialBytes) {
        bytes = new byte[Math.max(16, initialBytes)];
        segment = MemorySegment.ofArray(bytes);
    }

    /// Bytes put so far.
    public int size() {
        return size;
    }

    /// Appends a byte.
    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /// Appends a 32-bit integer.
    public void putInt(int value) {
        segment(Integer.BYTES).set(LittleEndian.INT, size, value);
        size += Integer.BYTES;
    }

    /// Appends a 64-bit integer.
    public void putLong(long value) {
        segment(Long.BYTES).set(LittleEndian.LONG, size, value);
        size += Long.BYTES;
    }

    /// Appends a float64.
    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /// Appends an unsigned integer in 1 to 5 bytes, 7 bits in each, lowest first.
    public void putVarInt(int value) {
        putVarLong(Integer.toUnsignedLong(value));
    }

    /// Appends an unsigned integer in 1 to 10 bytes, 7 bits in each, lowest first.
    public void putVarLong(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            putByte((int) rest | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    /// Appends a length (varInt) and the UTF-8 bytes.
    ///
    /// @throws DbException INVALID_ARGUMENT for an unpaired surrogate, which UTF-8 cannot say
    public void putString(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                requirePaired(text, i);
                break;
            }
        }
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Appends a length (varInt) and the bytes.
    public void putBytes(byte[] value) {
        putVarInt(value.length);
        putRaw(value, 0, value.length);
    }

    /// Appends bytes without their length.
    public void putRaw(byte[] value, int offset, int length) {
        reserve(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
    }

    /// Appends a count (varInt) and the float32s.
    public void putFloats(float[] values) {
        putVarInt(values.length);
        int length = Math.multiplyExact(values.length, Float.BYTES);
        MemorySegment.copy(values, 0, segment(length), LittleEndian.FLOAT, size, values.length);
        size += length;
    }

    /// Makes room for so many more bytes at once.
    public void expect(int more) {
        reserve(more);
    }

    /// Forgets what was put, and keeps the room.
    public void clear() {
        size = 0;
    }

    /// The buffer itself, not to be changed: it begins with what was put, and is longer as a rule.
    public byte[] content() {
        return bytes;
    }

    /// A copy of what was put.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private MemorySegment segment(int more) {
        reserve(more);
        return segment;
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
            segment = MemorySegment.ofArray(bytes);
        }
    }

    private static void requirePaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw DbException.invalid(
                        "A string holds an unpaired surrogate (U+"
                                + Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT)
                                + ") at index "
                                + i
                                + "; send valid Unicode text.");
            }
        }
    }
}
