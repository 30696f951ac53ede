package io.vecdb.segment;

import io.vecdb.api.Value;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.StorageErrors;
import io.vecdb.storage.ValueCodec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/// The payloads of a sealed segment: each encoded by itself, found through a table of offsets at
/// the end, and decoded only when it is asked for. Thread-safe. Format: `docs/format/payload.md`.
final class PayloadFile {
    static final FileFormat FORMAT = new FileFormat("payload", 1);

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final MemorySegment body;
    private final long bodyAt;
    private final long offsetsAt;

    private PayloadFile(FileReader file, int count) {
        name = file.name();
        body = file.body();
        bodyAt = file.bodyOffset();
        long size = body.byteSize();
        long tableBytes = 8L * (count + 1);
        offsetsAt = size - tableBytes;
        if (offsetsAt < 0 || body.get(LONG, size - 8) != offsetsAt) {
            throw StorageErrors.corrupt(
                    name,
                    bodyAt + Math.max(0, size - Long.BYTES),
                    "its table does not hold " + count + " payloads");
        }
    }

    /// Opens a file of `count` payloads; the file stays the caller's to close.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if it does not hold so many
    static PayloadFile open(FileReader file, int count) {
        return new PayloadFile(file, count);
    }

    /// Decodes the payload of a row.
    Map<String, Value> payload(int row) {
        long from = body.get(LONG, offsetsAt + 8L * row);
        long to = body.get(LONG, offsetsAt + 8L * (row + 1));
        if (from < 0 || from > to || to > offsetsAt) {
            throw StorageErrors.corrupt(
                    name,
                    bodyAt + offsetsAt + 8L * row,
                    "the payload of row " + row + " lies outside the file");
        }
        return ValueCodec.readFields(
                new ByteReader(body.asSlice(from, to - from), name, bodyAt + from));
    }

    /// Writes payloads one after the other. Not thread-safe.
    static final class Writer {
        private final FileWriter out;
        private long[] offsets = new long[1024];
        private int count;

        Writer(FileWriter out) {
            this.out = out;
        }

        void add(Map<String, Value> payload) {
            ByteWriter bytes = new ByteWriter();
            ValueCodec.writeFields(bytes, payload);
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
            }
            offsets[count++] = out.position();
            byte[] encoded = bytes.toByteArray();
            out.write(encoded, 0, encoded.length);
        }

        /// Writes the table; the file is still to be finished.
        void finish() {
            long end = out.position();
            for (int i = 0; i < count; i++) {
                out.writeLong(offsets[i]);
            }
            out.writeLong(end);
        }
    }
}
