package io.vecdb.storage;

import io.vecdb.api.DbException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what a [ByteWriter] or [FileWriter] wrote, without ever trusting it: each read is checked
/// against the end, each length against what remains before anything is allocated. What does not
/// fit is a CORRUPT error with the file's name and the byte. Not thread-safe.
public final class ByteReader {
    private static final char REPLACEMENT = '\ufffd';

    private final MemorySegment bytes;
    private final String name;
    private final long fileOffset;
    private long position;

    /// Reads an array from its beginning.
    ///
    /// @param name what errors call it, usually the file's name
    public ByteReader(byte[] bytes, String name) {
        this(MemorySegment.ofArray(bytes), name, 0);
    }

    /// Reads a segment from its beginning.
    ///
    /// @param name what errors call it, usually the file's name
    public ByteReader(MemorySegment bytes, String name) {
        this(bytes, name, 0);
    }

    /// Reads a segment that is part of a file.
    ///
    /// @param name what errors call it, usually the file's name
    /// @param fileOffset byte of the file at which the segment begins, for errors
    public ByteReader(MemorySegment bytes, String name, long fileOffset) {
        this.bytes = bytes;
        this.name = name;
        this.fileOffset = fileOffset;
    }

    /// Goes on at another place.
    ///
    /// @throws DbException CORRUPT if it is not within the bytes
    public void seek(long newPosition) {
        if (newPosition < 0 || newPosition > bytes.byteSize()) {
            throw corrupt("a reference to byte " + (fileOffset + newPosition) + " leads outside");
        }
        position = newPosition;
    }

    /// Bytes that are left.
    public long remaining() {
        return bytes.byteSize() - position;
    }

    /// The next byte, 0 to 255.
    public int readByte() {
        return bytes.get(ValueLayout.JAVA_BYTE, advance(1)) & 0xff;
    }

    /// The next 32-bit integer.
    public int readInt() {
        return bytes.get(LittleEndian.INT, advance(Integer.BYTES));
    }

    /// The next 64-bit integer.
    public long readLong() {
        return bytes.get(LittleEndian.LONG, advance(Long.BYTES));
    }

    /// The next float64, any bit pattern.
    public double readDouble() {
        return bytes.get(LittleEndian.DOUBLE, advance(Double.BYTES));
    }

    /// The next varInt; its 32 bits are unsigned.
    public int readVarInt() {
        long value = readVarLong();
        if (value >>> Integer.SIZE != 0) {
            throw corrupt("a number of more than 32 bits stands where one of 32 is expected");
        }
        return (int) value;
    }

    /// The next varLong; its 64 bits are unsigned.
    public long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupt("a number is longer than 64 bits");
    }

    /// The next varInt as a count of things that take at least `bytesEach` bytes.
    ///
    /// @throws DbException CORRUPT if so many cannot follow
    public int readCount(int bytesEach) {
        long count = readVarLong();
        long most = Math.min(Integer.MAX_VALUE, remaining() / bytesEach);
        if (count < 0 || count > most) {
            throw corrupt(
                    "a count of "
                            + Long.toUnsignedString(count)
                            + " stands before "
                            + remaining()
                            + " remaining bytes");
        }
        return (int) count;
    }

    /// The next length-prefixed UTF-8 string.
    public String readString() {
        return utf8(readBytes());
    }

    /// The next bytes as UTF-8.
    ///
    /// @param length in bytes
    public String readUtf8(long length) {
        return utf8(readSlice(length).toArray(ValueLayout.JAVA_BYTE));
    }

    private String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(bytes);
        }
        return text;
    }

    /// The next length-prefixed bytes.
    public byte[] readBytes() {
        byte[] value = new byte[readCount(1)];
        long from = advance(value.length);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, value, 0, value.length);
        return value;
    }

    /// The next count-prefixed float32s, any bit patterns.
    public float[] readFloats() {
        float[] values = new float[readCount(Float.BYTES)];
        long from = advance((long) values.length * Float.BYTES);
        MemorySegment.copy(bytes, LittleEndian.FLOAT, from, values, 0, values.length);
        return values;
    }

    /// The next bytes in place, without copying them.
    public MemorySegment readSlice(long length) {
        if (length < 0) {
            throw corrupt("a length of " + length + " bytes is negative");
        }
        return bytes.asSlice(advance(length), length);
    }

    /// Passes if everything was read.
    ///
    /// @throws DbException CORRUPT if bytes are left
    public void requireEnd() {
        if (remaining() != 0) {
            throw corrupt(remaining() + " bytes are left where the end is expected");
        }
    }

    /// A CORRUPT error at the current position.
    ///
    /// @param finding what is wrong here, a clause without a full stop
    public DbException corrupt(String finding) {
        return StorageErrors.corrupt(name, fileOffset + position, finding);
    }

    private long advance(long length) {
        if (length > remaining()) {
            throw corrupt(
                    length + " bytes are expected and " + Math.max(0, remaining()) + " are left");
        }
        long from = position;
        position += length;
        return from;
    }

    private void requireUtf8(byte[] utf8) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw StorageErrors.corrupt(
                    name, fileOffset + position - utf8.length, "a string is not valid UTF-8", e);
        }
    }
}
