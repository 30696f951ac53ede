package io.vecdb.storage;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// CRC32C (Castagnoli) of pieces of files; the JDK computes it with the processor's instruction.
public final class Checksums {
    /// A `ByteBuffer` ends at 2 GB.
    private static final long STEP_BYTES = 1L << 30;

    private Checksums() {}

    /// The checksum of bytes on the heap.
    public static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /// The checksum of bytes in a segment.
    public static int crc32c(MemorySegment bytes, long offset, long length) {
        CRC32C crc = new CRC32C();
        update(crc, bytes, offset, length);
        return (int) crc.getValue();
    }

    /// Continues a checksum with bytes in a segment.
    public static void update(CRC32C crc, MemorySegment bytes, long offset, long length) {
        for (long done = 0; done < length; done += STEP_BYTES) {
            long step = Math.min(length - done, STEP_BYTES);
            crc.update(bytes.asSlice(offset + done, step).asByteBuffer());
        }
    }
}
