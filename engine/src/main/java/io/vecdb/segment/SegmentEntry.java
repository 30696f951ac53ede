package io.vecdb.segment;

import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a collection's manifest says of a sealed segment.
///
/// @param number names its files; never used again
/// @param rowCount rows, deleted ones included
/// @param files all its files, each in the generation that counts
public record SegmentEntry(long number, int rowCount, List<SegmentFile> files) {
    /// Copies the list.
    public SegmentEntry {
        files = List.copyOf(files);
    }

    /// Whether it has exactly the files that a segment of so many vector fields has.
    public boolean isComplete(int fieldCount) {
        Set<String> names = new HashSet<>();
        int generations = 0;
        int changes = 0;
        for (SegmentFile file : files) {
            names.add(file.name(number));
            boolean ofField = file.number() >= 0 && file.number() < fieldCount;
            boolean fits =
                    switch (file.kind()) {
                        case IDS, PAYLOAD -> file.number() == 0;
                        case VECTORS, INDEX -> ofField;
                        case FILTERS -> ++generations == 1 && file.number() > 0;
                        case CHANGES -> ++changes == 1 && file.number() > 0;
                    };
            if (!fits || file.stamp().bytes() < 0) {
                return false;
            }
        }
        int needed = 3 + 2 * fieldCount + changes;
        return generations == 1 && names.size() == needed && files.size() == needed;
    }

    /// The names of all files, without the folder.
    public List<String> fileNames() {
        return files.stream().map(file -> file.name(number)).toList();
    }

    /// The file of a kind of which there is one.
    SegmentFile file(Kind kind) {
        SegmentFile file = find(kind);
        if (file == null) {
            throw new AssertionError("segment " + number + " has no file of kind " + kind);
        }
        return file;
    }

    /// As above, for a kind of which each vector field has one.
    ///
    /// @param field the field's place among the collection's vector fields
    SegmentFile file(Kind kind, int field) {
        for (SegmentFile file : files) {
            if (file.kind() == kind && file.number() == field) {
                return file;
            }
        }
        throw new AssertionError("segment " + number + " has no " + kind + " of field " + field);
    }

    /// Opens one of its files.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, naming the file
    FileReader open(Folder folder, SegmentFile file, FileFormat format) {
        return folder.open(file.name(number), format, file.stamp());
    }

    /// The generation of a file that can be replaced, 0 if there is none.
    long generation(Kind kind) {
        SegmentFile file = find(kind);
        return file == null ? 0 : file.number();
    }

    /// With a file in place of the one of its kind, if there is one.
    SegmentEntry with(SegmentFile file) {
        List<SegmentFile> changed = new ArrayList<>(files);
        changed.removeIf(old -> old.kind() == file.kind());
        changed.add(file);
        return new SegmentEntry(number, rowCount, changed);
    }

    private @Nullable SegmentFile find(Kind kind) {
        for (SegmentFile file : files) {
            if (file.kind() == kind) {
                return file;
            }
        }
        return null;
    }
}
