package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileFormat;

import java.util.ArrayList;
import java.util.List;

/// What a collection consists of on disk, as of one write; later writes are in the log. Format:
/// `docs/format/manifest.md`.
///
/// @param config vector fields and payload indexes
/// @param sequence the write that the segments, with their files of changes, are the state of
/// @param nextSegment a number that no segment ever had
/// @param segments oldest first
record CollectionManifest(
        CollectionConfig config, long sequence, long nextSegment, List<SegmentEntry> segments) {
    static final FileFormat FORMAT = new FileFormat("collect", 1);

    CollectionManifest {
        segments = List.copyOf(segments);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.putLong(sequence);
        out.putLong(nextSegment);
        ConfigCodec.write(out, config);
        out.putInt(segments.size());
        for (SegmentEntry segment : segments) {
            out.putLong(segment.number());
            out.putInt(segment.rowCount());
            out.putLong(segment.filtersGeneration());
            out.putLong(segment.changesGeneration());
        }
        return out.toByteArray();
    }

    /// Reverses [#encode].
    ///
    /// @throws io.vecdb.api.DbException CORRUPT
    static CollectionManifest decode(ByteReader in) {
        long sequence = in.readLong();
        long nextSegment = in.readLong();
        CollectionConfig config = ConfigCodec.read(in);
        List<SegmentEntry> segments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            segments.add(
                    new SegmentEntry(in.readLong(), in.readInt(), in.readLong(), in.readLong()));
        }
        in.requireEnd();
        return new CollectionManifest(config, sequence, nextSegment, segments);
    }
}
