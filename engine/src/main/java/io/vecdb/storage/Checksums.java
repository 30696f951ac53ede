package io.vecdb.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/// CRC32C (Castagnoli) of pieces of files; the JDK computes it with the processor's instruction.
///
/// Where that meets memory which cannot be read, the JVM ends; where bytes are copied, it throws. A
/// checksum is what touches a block of a file first, so what may be a file is copied to the heap.
public final class Checksums {
    /// Small enough for the processor's first cache.
    private static final int STEP_BYTES = 8 << 10;

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
        if (!bytes.isNative()) {
            crc.update(bytes.asSlice(offset, length).asByteBuffer());
            return;
        }
        byte[] copy = new byte[(int) Math.min(length, STEP_BYTES)];
        for (long done = 0; done < length; done += STEP_BYTES) {
            int step = (int) Math.min(length - done, STEP_BYTES);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset + done, copy, 0, step);
            crc.update(copy, 0, step);
        }
    }
}
