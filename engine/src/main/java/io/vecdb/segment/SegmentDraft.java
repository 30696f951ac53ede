package io.vecdb.segment;

import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A segment whose files are being written. They are synced together at the end: what the first
/// sync makes the file system write down, the others find done. Not thread-safe.
final class SegmentDraft implements AutoCloseable {
    private final Folder folder;
    private final long number;
    private final int rowCount;
    private final List<SegmentFile> files = new ArrayList<>();
    private final List<FileWriter> unsynced = new ArrayList<>();

    /// @param number the segment's
    SegmentDraft(Folder folder, long number, int rowCount) {
        this.folder = folder;
        this.number = number;
        this.rowCount = rowCount;
    }

    /// Writes a file, which can be read from now on; see [SegmentFile#write].
    void write(Kind kind, long which, FileFormat format, Consumer<FileWriter> body) {
        FileWriter out = SegmentFile.create(folder, number, kind, which, format);
        unsynced.add(out);
        body.accept(out);
        files.add(new SegmentFile(kind, which, out.end()));
    }

    /// Makes all files durable, but for their names.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR; the files are to be given up then
    void sync() {
        unsynced.forEach(FileWriter::sync);
    }

    @Override
    public void close() {
        unsynced.forEach(FileWriter::close);
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
