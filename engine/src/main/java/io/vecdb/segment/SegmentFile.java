package io.vecdb.segment;

import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileStamp;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of a sealed segment, as the collection's manifest names it.
///
/// @param kind what it holds
/// @param number tells files of one kind apart: the place of the vector field, or the generation; 0
///   where a segment has one such file for good
/// @param stamp what identifies its content
public record SegmentFile(Kind kind, long number, FileStamp stamp) {
    private static final Pattern NAME = Pattern.compile("seg-(\\d{1,18})\\..*");
    private static final Pattern EXACT_NAME =
            Pattern.compile(
                    "seg-[1-9]\\d{0,17}\\."
                            + "(ids|payload|(vectors|index)\\d{1,9}|(filters|changes)-\\d{1,18})");

    /// What a file holds. The numbers stand in manifests and never change.
    public enum Kind {
        /// The ids of all rows.
        IDS(1, "ids"),
        /// The payloads of all rows.
        PAYLOAD(2, "payload"),
        /// The vectors of a field.
        VECTORS(3, "vectors"),
        /// The index of a field.
        INDEX(4, "index"),
        /// A generation of the payload indexes.
        FILTERS(5, "filters-"),
        /// A generation of the changes since the segment was sealed.
        CHANGES(6, "changes-");

        private final int formatId;
        private final String label;

        Kind(int formatId, String label) {
            this.formatId = formatId;
            this.label = label;
        }

        /// The number that stands for it in manifests.
        public int formatId() {
            return formatId;
        }
    }

    /// Writes a file of a segment.
    ///
    /// @param segment the segment's number
    /// @param number see [#number()]; with the kind and the segment it was never used before
    /// @param body writes what stands between header and footer
    /// @throws io.vecdb.api.DbException IO_ERROR; the file is to be given up then
    static SegmentFile write(
            Folder folder,
            long segment,
            Kind kind,
            long number,
            FileFormat format,
            Consumer<FileWriter> body) {
        try (FileWriter out = create(folder, segment, kind, number, format)) {
            body.accept(out);
            return new SegmentFile(kind, number, out.finish());
        }
    }

    /// Begins a file of a segment; see [#write].
    static FileWriter create(
            Folder folder, long segment, Kind kind, long number, FileFormat format) {
        return folder.create(name(segment, kind, number), format);
    }

    /// Whether a file of a segment can have this name (without folder).
    public static boolean isName(String fileName) {
        return EXACT_NAME.matcher(fileName).matches();
    }

    /// The segment that a file of this name (without folder) belongs to, or -1.
    static long segmentOf(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /// Its name in the collection's folder.
    ///
    /// @param segment the segment's number
    public String name(long segment) {
        return name(segment, kind, number);
    }

    private static String name(long segment, Kind kind, long number) {
        String which =
                switch (kind) {
                    case IDS, PAYLOAD -> "";
                    case VECTORS, INDEX, FILTERS, CHANGES -> Long.toString(number);
                };
        return "seg-" + segment + "." + kind.label + which;
    }
}
