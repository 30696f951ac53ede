package io.vecdb.payload;

import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileWriter;

import org.roaringbitmap.RoaringBitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Writes the regions of a field one after the other and remembers where they are. Not thread-safe.
final class RegionWriter {
    private final FileWriter file;
    private final List<long[]> regions = new ArrayList<>();
    private long start = -1;

    RegionWriter(FileWriter file) {
        this.file = file;
    }

    /// Begins a region; what was written before belongs to the one before.
    void next() {
        end();
        file.align(PayloadIndexes.ALIGNMENT_BYTES);
        start = file.position();
    }

    void writeInt(int value) {
        file.writeInt(value);
    }

    void writeLong(long value) {
        file.writeLong(value);
    }

    void write(byte[] bytes) {
        file.write(bytes, 0, bytes.length);
    }

    /// Writes a bitmap.
    ///
    /// @return bytes that it takes
    int write(RoaringBitmap bitmap) {
        bitmap.runOptimize();
        ByteBuffer bytes =
                ByteBuffer.allocate(bitmap.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
        bitmap.serialize(bytes);
        write(bytes.array());
        return bytes.capacity();
    }

    /// Ends the field: appends to the table how many regions it has, and start and length of each.
    void writeTable(ByteWriter table) {
        end();
        table.putVarInt(regions.size());
        for (long[] region : regions) {
            table.putVarLong(region[0]);
            table.putVarLong(region[1]);
        }
    }

    private void end() {
        if (start >= 0) {
            regions.add(new long[] {start, file.position() - start});
            start = -1;
        }
    }
}
