package io.vecdb.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Where things stand in a checksummed file; see `docs/format/file.md`.
///
/// Header (64 bytes), body, one CRC32C for each 64 KiB block of the body, trailer (32 bytes). Every
/// byte of the file is covered by the header's CRC, a block's CRC, the footer's CRC or the magic.
final class FileLayout {
    static final int HEADER_BYTES = 64;
    static final int TRAILER_BYTES = 32;
    static final int BLOCK_BYTES = 1 << 16;

    /// Version of the header, footer and trailer themselves.
    private static final int CONTAINER_VERSION = 1;

    /// Not text, and broken by every transfer that changes line ends.
    private static final byte[] MAGIC = {(byte) 0x89, 'V', 'D', 'B', '\r', '\n', 0x1a, '\n'};

    private static final byte[] END_MAGIC = {'v', 'd', 'b', 'e', 'n', 'd', '\r', '\n'};

    private static final int NAME_AT = 8;
    private static final int VERSION_AT = 16;
    private static final int CONTAINER_AT = 20;
    private static final int BLOCK_BYTES_AT = 24;
    private static final int HEADER_CRC_AT = 60;

    private static final int BODY_LENGTH_AT = 0;
    private static final int BLOCK_COUNT_AT = 8;
    private static final int HEADER_CRC_COPY_AT = 12;
    private static final int FOOTER_CRC_AT = 20;
    private static final int END_MAGIC_AT = 24;

    private FileLayout() {}

    static byte[] header(FileFormat format) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, MAGIC);
        header.put(NAME_AT, format.paddedName());
        header.putInt(VERSION_AT, format.version());
        header.putInt(CONTAINER_AT, CONTAINER_VERSION);
        header.putInt(BLOCK_BYTES_AT, BLOCK_BYTES);
        header.putInt(HEADER_CRC_AT, crc(header.array(), 0, HEADER_CRC_AT));
        return header.array();
    }

    /// The block checksums followed by the trailer.
    static byte[] footer(byte[] header, long bodyBytes, int[] blockCrcs) {
        int tableBytes = Integer.BYTES * blockCrcs.length;
        ByteBuffer footer =
                ByteBuffer.allocate(tableBytes + TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int crc : blockCrcs) {
            footer.putInt(crc);
        }
        footer.putLong(tableBytes + BODY_LENGTH_AT, bodyBytes);
        footer.putInt(tableBytes + BLOCK_COUNT_AT, blockCrcs.length);
        footer.putInt(tableBytes + HEADER_CRC_COPY_AT, crc(header, 0, HEADER_CRC_AT));
        footer.putInt(
                tableBytes + FOOTER_CRC_AT, crc(footer.array(), 0, tableBytes + FOOTER_CRC_AT));
        footer.put(tableBytes + END_MAGIC_AT, END_MAGIC);
        return footer.array();
    }

    /// Checks everything and returns the body's length in bytes.
    ///
    /// @return the body's length
    static long verify(String file, MemorySegment bytes, FileFormat expected) {
        verifyHeader(file, bytes, expected);
        long bodyBytes = verifyFooter(file, bytes);
        long table = HEADER_BYTES + bodyBytes;
        for (long block = 0; block < blocks(bodyBytes); block++) {
            long from = HEADER_BYTES + block * BLOCK_BYTES;
            long length = Math.min(BLOCK_BYTES, table - from);
            int stored = bytes.get(LittleEndian.INT, table + Integer.BYTES * block);
            if (crc(bytes, from, length) != stored) {
                throw StorageErrors.corrupt(
                        file, from, "the block of " + length + " bytes fails its checksum");
            }
        }
        return bodyBytes;
    }

    private static void verifyHeader(String file, MemorySegment bytes, FileFormat expected) {
        long there = Math.min(MAGIC.length, bytes.byteSize());
        if (!startsWith(bytes, 0, Arrays.copyOf(MAGIC, (int) there))) {
            throw StorageErrors.unsupported(file, "it is not a VecDB file");
        }
        if (bytes.byteSize() < HEADER_BYTES + TRAILER_BYTES) {
            throw StorageErrors.corrupt(
                    file, bytes.byteSize(), "it ends before its header and trailer do");
        }
        if (crc(bytes, 0, HEADER_CRC_AT) != bytes.get(LittleEndian.INT, HEADER_CRC_AT)) {
            throw StorageErrors.corrupt(file, 0, "the header fails its checksum");
        }
        int container = bytes.get(LittleEndian.INT, CONTAINER_AT);
        int blockBytes = bytes.get(LittleEndian.INT, BLOCK_BYTES_AT);
        if (container != CONTAINER_VERSION || blockBytes != BLOCK_BYTES) {
            throw StorageErrors.unsupported(
                    file,
                    "its container version is "
                            + container
                            + " with blocks of "
                            + blockBytes
                            + " bytes, and this release reads container version "
                            + CONTAINER_VERSION);
        }
        if (!startsWith(bytes, NAME_AT, expected.paddedName())) {
            throw StorageErrors.unsupported(
                    file,
                    "its format is '" + name(bytes) + "', expected is '" + expected.name() + "'");
        }
        int version = bytes.get(LittleEndian.INT, VERSION_AT);
        if (version < 1 || version > expected.version()) {
            throw StorageErrors.unsupported(
                    file,
                    "its format '"
                            + expected.name()
                            + "' has version "
                            + version
                            + ", and this release reads versions 1 to "
                            + expected.version()
                            + "; open it with a newer release");
        }
    }

    /// The version in a header that was verified.
    static int version(MemorySegment bytes) {
        return bytes.get(LittleEndian.INT, VERSION_AT);
    }

    private static long verifyFooter(String file, MemorySegment bytes) {
        long trailer = bytes.byteSize() - TRAILER_BYTES;
        if (!startsWith(bytes, trailer + END_MAGIC_AT, END_MAGIC)) {
            throw StorageErrors.corrupt(
                    file,
                    trailer + END_MAGIC_AT,
                    "the mark at the end is missing, so it was cut or never finished");
        }
        long bodyBytes = bytes.get(LittleEndian.LONG, trailer + BODY_LENGTH_AT);
        int blockCount = bytes.get(LittleEndian.INT, trailer + BLOCK_COUNT_AT);
        boolean fits =
                bodyBytes >= 0
                        && bodyBytes <= trailer - HEADER_BYTES
                        && blockCount == blocks(bodyBytes)
                        && HEADER_BYTES + bodyBytes + (long) Integer.BYTES * blockCount == trailer;
        if (!fits) {
            throw StorageErrors.corrupt(
                    file,
                    trailer,
                    "the trailer speaks of a body of "
                            + bodyBytes
                            + " bytes in "
                            + blockCount
                            + " blocks, and the file has "
                            + bytes.byteSize()
                            + " bytes");
        }
        long table = HEADER_BYTES + bodyBytes;
        int stored = bytes.get(LittleEndian.INT, trailer + FOOTER_CRC_AT);
        if (crc(bytes, table, trailer + FOOTER_CRC_AT - table) != stored) {
            throw StorageErrors.corrupt(file, table, "the footer fails its checksum");
        }
        if (bytes.get(LittleEndian.INT, trailer + HEADER_CRC_COPY_AT)
                != bytes.get(LittleEndian.INT, HEADER_CRC_AT)) {
            throw StorageErrors.corrupt(
                    file, trailer + HEADER_CRC_COPY_AT, "header and footer are of different files");
        }
        return bodyBytes;
    }

    private static long blocks(long bodyBytes) {
        return (bodyBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    private static boolean startsWith(MemorySegment bytes, long at, byte[] expected) {
        return MemorySegment.mismatch(
                        bytes,
                        at,
                        at + expected.length,
                        MemorySegment.ofArray(expected),
                        0,
                        expected.length)
                < 0;
    }

    private static String name(MemorySegment bytes) {
        byte[] name = bytes.asSlice(NAME_AT, FileFormat.NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
        return new String(name, StandardCharsets.US_ASCII).replace("\0", "");
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    static int crc(MemorySegment bytes, long offset, long length) {
        CRC32C crc = new CRC32C();
        // A ByteBuffer holds at most 2 GB; footers of huge files could be longer than one step.
        for (long done = 0; done < length; ) {
            long step = Math.min(length - done, 1 << 30);
            crc.update(bytes.asSlice(offset + done, step).asByteBuffer());
            done += step;
        }
        return (int) crc.getValue();
    }
}
