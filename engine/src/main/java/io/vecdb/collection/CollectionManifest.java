package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.segment.SegmentFile;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileStamp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a collection consists of on disk, as of one write; later writes are in the log. Format:
/// `docs/format/manifest.md`.
///
/// @param id the collection's own, never 0; the database's catalog and the log hold it too
/// @param config vector fields and payload indexes
/// @param sequence the write that the segments, with their files of changes, are the state of
/// @param nextSegment a number that no segment ever had
/// @param segments oldest first
record CollectionManifest(
        long id,
        CollectionConfig config,
        long sequence,
        long nextSegment,
        List<SegmentEntry> segments) {
    static final FileFormat FORMAT = new FileFormat("collect", 1);

    CollectionManifest {
        segments = List.copyOf(segments);
    }

    /// As that of another collection.
    CollectionManifest withId(long other) {
        return new CollectionManifest(other, config, sequence, nextSegment, segments);
    }

    /// The names of all files that it names, without the folder.
    List<String> fileNames() {
        return segments.stream().flatMap(segment -> segment.fileNames().stream()).toList();
    }

    /// As [#fileNames], with what identifies their content.
    List<StoredFile> storedFiles() {
        List<StoredFile> stored = new ArrayList<>();
        for (SegmentEntry segment : segments) {
            for (SegmentFile file : segment.files()) {
                stored.add(new StoredFile(file.name(segment.number()), file.stamp()));
            }
        }
        return stored;
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.putLong(id);
        out.putLong(sequence);
        out.putLong(nextSegment);
        ConfigCodec.write(out, config);
        out.putInt(segments.size());
        for (SegmentEntry segment : segments) {
            out.putLong(segment.number());
            out.putInt(segment.rowCount());
            out.putInt(segment.files().size());
            for (SegmentFile file : segment.files()) {
                out.putByte(file.kind().formatId());
                out.putLong(file.number());
                out.putLong(file.stamp().bytes());
                out.putInt(file.stamp().crc());
            }
        }
        return out.toByteArray();
    }

    /// Reverses [#encode].
    ///
    /// @throws io.vecdb.api.DbException CORRUPT
    static CollectionManifest decode(ByteReader in) {
        long id = in.readLong();
        long sequence = in.readLong();
        long nextSegment = in.readLong();
        if (id == 0 || sequence < 0 || nextSegment < 1) {
            throw in.corrupt(
                    "id %x, write %d and next segment %d are not possible"
                            .formatted(id, sequence, nextSegment));
        }
        CollectionConfig config = ConfigCodec.read(in);
        List<SegmentEntry> segments = new ArrayList<>();
        Set<Long> numbers = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            SegmentEntry segment = readSegment(in, config.vectors().size());
            if (segment.number() >= nextSegment || !numbers.add(segment.number())) {
                throw in.corrupt(
                        "segment " + segment.number() + " is named twice or before its time");
            }
            segments.add(segment);
        }
        in.requireEnd();
        return new CollectionManifest(id, config, sequence, nextSegment, segments);
    }

    private static SegmentEntry readSegment(ByteReader in, int fieldCount) {
        long number = in.readLong();
        int rowCount = in.readInt();
        List<SegmentFile> files = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Kind kind = readKind(in);
            files.add(
                    new SegmentFile(
                            kind, in.readLong(), new FileStamp(in.readLong(), in.readInt())));
        }
        SegmentEntry segment = new SegmentEntry(number, rowCount, files);
        if (number < 1 || rowCount < 1 || !segment.isComplete(fieldCount)) {
            throw in.corrupt(
                    "segment "
                            + number
                            + " of "
                            + rowCount
                            + " rows does not have the files of a segment");
        }
        return segment;
    }

    private static Kind readKind(ByteReader in) {
        int formatId = in.readByte();
        for (Kind kind : Kind.values()) {
            if (kind.formatId() == formatId) {
                return kind;
            }
        }
        throw in.corrupt("a segment has a file of the unknown kind " + formatId);
    }
}
