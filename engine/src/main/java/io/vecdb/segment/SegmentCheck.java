package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.Progress;
import io.vecdb.api.VectorConfig;
import io.vecdb.api.VerifyReport;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.payload.PayloadIndexes;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;
import io.vecdb.vectors.VectorFile;

import java.util.ArrayList;
import java.util.List;

/// Reads every byte of a segment's files: at first the checksums, then, in a file whose checksums
/// are right, what no checksum can vouch for. Each file is opened by itself, so that a segment
/// which cannot be opened any more can be checked as well. Used by one thread, once.
public final class SegmentCheck implements AutoCloseable {
    private final Folder folder;
    private final SegmentEntry entry;
    private final int rowCount;
    private final Progress progress;
    private final List<Part> parts = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private int files;
    private long totalBytes;
    private long doneBytes;

    private SegmentCheck(Folder folder, SegmentEntry entry, Progress progress) {
        this.folder = folder;
        this.entry = entry;
        rowCount = entry.rowCount();
        this.progress = progress;
    }

    /// An open file, with what looks at its content.
    private record Part(FileReader file, Content content) {}

    private interface Content {
        /// Opens what the file holds and adds what is wrong with it.
        void check(FileReader file, DamageList found);
    }

    /// Reads every byte of the files that a manifest's entry stands for, and looks at what readers
    /// rely on: links, order, references. Goes on after damage; lists the first [DamageList#MOST]
    /// findings of each file. The segment need not be open; if it is in use, files that are
    /// replaced meanwhile are missing.
    ///
    /// @param progress is told the bytes; may throw to give up
    /// @throws io.vecdb.api.DbException IO_ERROR, but not for damage
    public static VerifyReport run(
            Folder folder, SegmentEntry entry, CollectionConfig config, Progress progress) {
        try (SegmentCheck check = new SegmentCheck(folder, entry, progress)) {
            check.open(config);
            check.parts.forEach(check::check);
            return new VerifyReport(check.files, check.doneBytes, check.damages);
        }
    }

    private void open(CollectionConfig config) {
        open(
                entry.file(Kind.IDS),
                IdMap.FORMAT,
                (file, found) -> IdMap.open(file, rowCount).verify(found));
        open(
                entry.file(Kind.PAYLOAD),
                PayloadFile.FORMAT,
                (file, found) -> PayloadFile.open(file, rowCount).verify(found));
        int number = 0;
        for (VectorConfig field : config.vectors().values()) {
            open(
                    entry.file(Kind.VECTORS, number),
                    VectorFile.FORMAT,
                    (file, found) ->
                            VectorFile.open(file, rowCount, field.dimension()).verify(found));
            open(
                    entry.file(Kind.INDEX, number),
                    IndexCatalog.FORMAT,
                    (file, found) -> IndexCatalog.verify(file, field.metric(), rowCount, found));
            number++;
        }
        open(
                entry.file(Kind.FILTERS),
                PayloadIndexes.FORMAT,
                (file, found) -> PayloadIndexes.open(file).verify(rowCount, found));
        if (entry.generation(Kind.CHANGES) > 0) {
            open(
                    entry.file(Kind.CHANGES),
                    ChangesFile.FORMAT,
                    (file, found) -> ChangesFile.verify(file, rowCount));
        }
    }

    private void open(SegmentFile segmentFile, FileFormat format, Content content) {
        files++;
        DamageList found = new DamageList(folder.path(segmentFile.name(entry.number())));
        var _ =
                found.reads(() -> {
                    FileReader file = entry.open(folder, segmentFile, format);
                    parts.add(new Part(file, content));
                    totalBytes += file.fileBytes();
                });
        damages.addAll(found.found());
    }

    private void check(Part part) {
        FileReader file = part.file;
        DamageList found = new DamageList(file.name());
        long begin = doneBytes;
        for (int block = 0; block < file.blockCount(); block++) {
            Damage damage = file.check(block);
            if (damage != null) {
                found.add(damage);
            }
            doneBytes += file.blockBytes(block);
            progress.update(doneBytes, totalBytes);
        }
        if (found.isEmpty()) {
            var _ = found.reads(() -> part.content.check(file, found));
        }
        damages.addAll(found.found());
        doneBytes = begin + file.fileBytes();
        progress.update(doneBytes, totalBytes);
    }

    @Override
    public void close() {
        parts.forEach(part -> part.file.close());
    }
}
