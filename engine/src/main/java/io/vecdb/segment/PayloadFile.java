package io.vecdb.segment;

import io.vecdb.api.Value;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Section;
import io.vecdb.storage.ValueCodec;

import java.util.Arrays;
import java.util.Map;

/// The payloads of a sealed segment: each encoded by itself, found through a table of offsets at
/// the end, and decoded only when it is asked for; opening reads the last number of that table.
/// Thread-safe. Format: `docs/format/payload.md`.
final class PayloadFile {
    static final FileFormat FORMAT = new FileFormat("payload", 1);

    private final Section body;
    private final int count;
    private final long offsetsAt;

    private PayloadFile(FileReader file, int count) {
        body = file.body();
        this.count = count;
        long size = body.byteSize();
        offsetsAt = size - 8L * (count + 1);
        if (offsetsAt < 0 || body.longAt(size - Long.BYTES) != offsetsAt) {
            throw body.corrupt(
                    Math.max(0, size - Long.BYTES),
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
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if it is not what was written
    Map<String, Value> payload(int row) {
        long from = start(row);
        long to = start(row + 1);
        if (from < 0 || from > to || to > offsetsAt) {
            throw body.corrupt(
                    offsetsAt + 8L * row, "the payload of row " + row + " lies outside the file");
        }
        ByteReader in = body.slice(from, to).reader();
        Map<String, Value> payload = ValueCodec.readFields(in);
        in.requireEnd();
        return payload;
    }

    /// Where a row's payload begins; that behind the last row is where they end.
    private long start(int row) {
        return body.longAt(offsetsAt + 8L * row);
    }

    /// Decodes all payloads and adds what is wrong with them.
    void verify(DamageList found) {
        for (int row = 0; row < count && !found.isFull(); row++) {
            int each = row;
            var _ = found.reads(() -> payload(each));
        }
    }

    /// Writes payloads one after the other. Not thread-safe.
    static final class Writer {
        private final FileWriter out;
        private final ByteWriter bytes = new ByteWriter();
        private long[] offsets = new long[1024];
        private int count;

        Writer(FileWriter out) {
            this.out = out;
        }

        void add(Map<String, Value> payload) {
            bytes.clear();
            ValueCodec.writeFields(bytes, payload);
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
            }
            offsets[count++] = out.position();
            out.write(bytes.content(), 0, bytes.size());
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
