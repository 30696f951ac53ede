package io.vecdb.segment;

import io.vecdb.api.Damage;
import io.vecdb.api.Value;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;
import io.vecdb.storage.ValueCodec;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/// What happened to a sealed segment's rows since it was sealed: deletions and new payloads, as of
/// one write. Replaced as a whole by a file of the next generation. Format:
/// `docs/format/changes.md`.
final class ChangesFile {
    static final FileFormat FORMAT = new FileFormat("changes", 1);

    private ChangesFile() {}

    /// Writes, as the body of such a file, what was done by writes up to this one.
    static void write(
            FileWriter out, Deletions deletions, PayloadVersions versions, long sequence) {
        int[] deleted = deletions.rows(sequence);
        out.writeInt(deleted.length);
        for (int row : deleted) {
            out.writeInt(row);
        }
        int[] changed = versions.rows(sequence);
        out.writeInt(changed.length);
        for (int row : changed) {
            Map<String, Value> payload = versions.get(row, sequence);
            if (payload == null) {
                throw new AssertionError("row " + row + " has a version at " + sequence);
            }
            out.writeInt(row);
            ByteWriter fields = new ByteWriter();
            ValueCodec.writeFields(fields, payload);
            byte[] bytes = fields.toByteArray();
            out.write(bytes, 0, bytes.length);
        }
    }

    /// Makes the changes in a file on a segment that was just opened.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if they do not fit the segment
    static void apply(FileReader file, Segment segment, long sequence) {
        read(
                file,
                segment.rowCount(),
                row -> segment.delete(row, sequence),
                (row, payload) -> segment.putPayload(row, payload, sequence, Pins.EVERYTHING));
    }

    /// Reads a file of changes.
    ///
    /// @param rowCount rows of the segment
    /// @throws io.vecdb.api.DbException CORRUPT if they do not fit such a segment
    static void read(
            FileReader file,
            int rowCount,
            IntConsumer deleted,
            BiConsumer<Integer, Map<String, Value>> changed) {
        ByteReader in = file.body().reader();
        BitSet once = new BitSet();
        for (int left = count(in, rowCount); left > 0; left--) {
            deleted.accept(row(in, rowCount, once));
        }
        once.clear();
        for (int left = count(in, rowCount); left > 0; left--) {
            changed.accept(row(in, rowCount, once), ValueCodec.readFields(in));
        }
        in.requireEnd();
    }

    /// Reads a file of changes and says what is wrong with it.
    ///
    /// @param entry of a segment that has one
    static List<Damage> check(Folder folder, SegmentEntry entry) {
        SegmentFile changes = entry.file(Kind.CHANGES);
        DamageList found = new DamageList(folder.path(changes.name(entry.number())));
        var _ =
                found.reads(() -> {
                    try (FileReader file = entry.open(folder, changes, FORMAT)) {
                        verify(file, entry.rowCount());
                    }
                });
        return found.found();
    }

    /// As [#read], for what it throws.
    static void verify(FileReader file, int rowCount) {
        read(file, rowCount, row -> {}, (row, payload) -> {});
    }

    private static int count(ByteReader in, int rowCount) {
        int count = in.readInt();
        if (count < 0 || count > rowCount) {
            throw in.corrupt("it changes " + count + " of " + rowCount + " rows");
        }
        return count;
    }

    private static int row(ByteReader in, int rowCount, BitSet before) {
        int row = in.readInt();
        if (row < 0 || row >= rowCount) {
            throw in.corrupt("it changes row " + row + " of a segment of " + rowCount + " rows");
        }
        if (before.get(row)) {
            throw in.corrupt("it changes row " + row + " twice");
        }
        before.set(row);
        return row;
    }
}
