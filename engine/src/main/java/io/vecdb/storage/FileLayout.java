package io.vecdb.storage;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Where things stand in a checksummed file; see `docs/format/file.md`.
///
/// Header (64 bytes), body, one CRC32C for each 64 KiB block of the body, trailer (32 bytes). Every
/// byte of the file is covered by the header's CRC, a block's CRC, the footer's CRC or a magic.
final class FileLayout {
    static final int HEADER_BYTES = FileHeader.BYTES;
    static final int TRAILER_BYTES = 32;
    static final int BLOCK_BYTES = 1 << 16;

    /// Version of the header's own fields, the footer and the trailer.
    private static final int CONTAINER_VERSION = 1;

    private static final byte[] END_MAGIC = {'v', 'd', 'b', 'e', 'n', 'd', '\r', '\n'};

    private static final int CONTAINER_AT = FileHeader.FIELDS_AT;
    private static final int BLOCK_BYTES_AT = CONTAINER_AT + Integer.BYTES;

    private static final int BODY_LENGTH_AT = 0;
    private static final int BLOCK_COUNT_AT = 8;
    private static final int HEADER_CRC_COPY_AT = 12;
    private static final int FOOTER_CRC_AT = 20;
    private static final int END_MAGIC_AT = 24;

    private FileLayout() {}

    static byte[] header(FileFormat format) {
        ByteBuffer header = FileHeader.begin(format);
        header.putInt(CONTAINER_AT, CONTAINER_VERSION);
        header.putInt(BLOCK_BYTES_AT, BLOCK_BYTES);
        return FileHeader.seal(header);
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
        footer.putInt(
                tableBytes + HEADER_CRC_COPY_AT,
                FileHeader.checksum(MemorySegment.ofArray(header)));
        footer.putInt(
                tableBytes + FOOTER_CRC_AT,
                Checksums.crc32c(footer.array(), 0, tableBytes + FOOTER_CRC_AT));
        footer.put(tableBytes + END_MAGIC_AT, END_MAGIC);
        return footer.array();
    }

    /// What identifies a file whose footer is sound.
    static FileStamp stamp(MemorySegment bytes) {
        return new FileStamp(bytes.byteSize(), footerCrc(bytes));
    }

    /// The checksum in the trailer, which is what `bytes` ends with.
    static int footerCrc(MemorySegment bytes) {
        return bytes.get(LittleEndian.INT, bytes.byteSize() - TRAILER_BYTES + FOOTER_CRC_AT);
    }

    /// Checks header, footer and trailer and returns the length of the body.
    static long verifyEnds(String file, MemorySegment bytes, FileFormat expected) {
        verifyHeader(file, bytes, expected);
        return verifyFooter(file, bytes);
    }

    /// Checks header and footer of a file of whatever format and returns the length of the body.
    static long verifyEnds(String file, MemorySegment bytes) {
        if (!FileHeader.intact(bytes)) {
            throw StorageErrors.corrupt(file, 0, "it does not begin with an intact header");
        }
        verifyContainer(file, bytes);
        return verifyFooter(file, bytes);
    }

    /// Checks that a file, whose footer is sound, is the one that is meant.
    static void verifyStamp(String file, MemorySegment bytes, FileStamp stamp) {
        FileStamp found = stamp(bytes);
        if (!found.equals(stamp)) {
            throw StorageErrors.corrupt(
                    file,
                    found.bytes() - TRAILER_BYTES,
                    "it is another file than the one that the manifest names: it has "
                            + found
                            + ", expected are "
                            + stamp);
        }
    }

    private static void verifyHeader(String file, MemorySegment bytes, FileFormat expected) {
        FileHeader.verify(file, bytes, expected);
        verifyContainer(file, bytes);
    }

    private static void verifyContainer(String file, MemorySegment bytes) {
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
                            + CONTAINER_VERSION
                            + " with blocks of "
                            + BLOCK_BYTES);
        }
    }

    private static long verifyFooter(String file, MemorySegment bytes) {
        long trailer = bytes.byteSize() - TRAILER_BYTES;
        boolean ended =
                trailer >= HEADER_BYTES
                        && bytes.asSlice(trailer + END_MAGIC_AT)
                                        .mismatch(MemorySegment.ofArray(END_MAGIC))
                                < 0;
        if (!ended) {
            throw StorageErrors.corrupt(
                    file,
                    bytes.byteSize(),
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
        if (Checksums.crc32c(bytes, table, trailer + FOOTER_CRC_AT - table) != stored) {
            throw StorageErrors.corrupt(file, table, "the footer fails its checksum");
        }
        if (bytes.get(LittleEndian.INT, trailer + HEADER_CRC_COPY_AT)
                != FileHeader.checksum(bytes)) {
            throw StorageErrors.corrupt(
                    file, trailer + HEADER_CRC_COPY_AT, "header and footer are of different files");
        }
        return bodyBytes;
    }

    /// How many blocks so many bytes of a body begin or fill.
    static long blocks(long bodyBytes) {
        return (bodyBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }
}
