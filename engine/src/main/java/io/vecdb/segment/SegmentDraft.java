package io.vecdb.segment;

import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A segment whose files are being written. Not thread-safe.
final class SegmentDraft {
    private final Folder folder;
    private final long number;
    private final int rowCount;
    private final List<SegmentFile> files = new ArrayList<>();

    /// @param number the segment's
    SegmentDraft(Folder folder, long number, int rowCount) {
        this.folder = folder;
        this.number = number;
        this.rowCount = rowCount;
    }

    /// Writes a file; see [SegmentFile#write].
    void write(Kind kind, long which, FileFormat format, Consumer<FileWriter> body) {
        files.add(SegmentFile.write(folder, number, kind, which, format, body));
    }

    /// Opens a file of a field that was written.
    FileReader open(Kind kind, int field, FileFormat format) {
        SegmentEntry written = entry();
        return written.open(folder, written.file(kind, field), format);
    }

    /// What a manifest says of the files that were written.
    SegmentEntry entry() {
        return new SegmentEntry(number, rowCount, files);
    }
}
