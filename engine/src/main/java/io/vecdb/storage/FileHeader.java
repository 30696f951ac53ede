package io.vecdb.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The first 64 bytes of every file: magic (8), format name (8), format version (4), 40 bytes that
/// belong to the format, CRC32C (4) of the 60 bytes before it; see `docs/format/file.md`.
public final class FileHeader {
    /// Length of a header.
    public static final int BYTES = 64;

    /// First of the 40 bytes that belong to the format.
    public static final int FIELDS_AT = 20;

    /// Not text, and broken by every transfer that changes line ends.
    private static final byte[] MAGIC = {(byte) 0x89, 'V', 'D', 'B', '\r', '\n', 0x1a, '\n'};

    private static final int NAME_AT = 8;
    private static final int VERSION_AT = 16;
    private static final int CRC_AT = 60;

    private FileHeader() {}

    /// A header without its checksum, little-endian, in which the caller sets what is its own.
    public static ByteBuffer begin(FileFormat format) {
        ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, MAGIC);
        header.put(NAME_AT, format.paddedName());
        header.putInt(VERSION_AT, format.version());
        return header;
    }

    /// The header's bytes with their checksum.
    public static byte[] seal(ByteBuffer header) {
        byte[] bytes = new byte[BYTES];
        header.get(0, bytes);
        int crc = Checksums.crc32c(bytes, 0, CRC_AT);
        MemorySegment.ofArray(bytes).set(LittleEndian.INT, CRC_AT, crc);
        return bytes;
    }

    /// Whether a file begins with a complete header, of whatever format.
    public static boolean intact(MemorySegment file) {
        return file.byteSize() >= BYTES
                && startsWith(file, 0, MAGIC)
                && Checksums.crc32c(file, 0, CRC_AT) == checksum(file);
    }

    /// Checks the header of a file and returns the version that it was written in.
    ///
    /// @param name the file's name, for errors
    /// @param expected the format, with the newest version that the caller reads
    /// @throws io.vecdb.api.DbException UNSUPPORTED_FORMAT if the file is foreign, of another
    ///   format or newer; CORRUPT if it is too short or the checksum is wrong
    public static void verify(String name, MemorySegment file, FileFormat expected) {
        int there = (int) Math.min(MAGIC.length, file.byteSize());
        if (!startsWith(file, 0, Arrays.copyOf(MAGIC, there))) {
            throw StorageErrors.unsupported(name, "it is not a VecDB file");
        }
        if (file.byteSize() < BYTES) {
            throw StorageErrors.corrupt(name, file.byteSize(), "it ends within its header");
        }
        if (!intact(file)) {
            throw StorageErrors.corrupt(name, 0, "the header fails its checksum");
        }
        if (!startsWith(file, NAME_AT, expected.paddedName())) {
            throw StorageErrors.unsupported(
                    name,
                    "its format is '"
                            + formatName(file)
                            + "', expected is '"
                            + expected.name()
                            + "'");
        }
        int version = file.get(LittleEndian.INT, VERSION_AT);
        if (version < 1 || version > expected.version()) {
            throw StorageErrors.unsupported(
                    name,
                    "its format '"
                            + expected.name()
                            + "' has version "
                            + version
                            + ", and this release reads versions 1 to "
                            + expected.version()
                            + "; open it with a newer release");
        }
    }

    /// The checksum that stands in a header.
    static int checksum(MemorySegment file) {
        return file.get(LittleEndian.INT, CRC_AT);
    }

    private static boolean startsWith(MemorySegment file, long at, byte[] expected) {
        MemorySegment wanted = MemorySegment.ofArray(expected);
        return MemorySegment.mismatch(file, at, at + expected.length, wanted, 0, expected.length)
                < 0;
    }

    private static String formatName(MemorySegment file) {
        byte[] name = file.asSlice(NAME_AT, FileFormat.NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
        return new String(name, StandardCharsets.US_ASCII).replace("\0", "");
    }
}
