package io.vecdb.segment;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Filter;
import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.payload.Candidates;
import io.vecdb.payload.PayloadIndexes;
import io.vecdb.segment.SegmentFile.Kind;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.Folder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;

/// The mapped files of a sealed segment. They do not change, but payload indexes may be replaced by
/// those of another generation. Reads are safe from any thread until they are closed.
final class SealedFiles implements AutoCloseable {
    private final Folder folder;
    private final Map<String, SealedField> fields = new LinkedHashMap<>();

    /// All that are open, also payload indexes that searches may still use though others have taken
    /// their place.
    private final List<FileReader> opened = new CopyOnWriteArrayList<>();

    private final FileReader idsFile;
    private final FileReader payloadFile;
    private final IdMap ids;
    private final PayloadFile payloads;
    private volatile Filters filters;

    /// Payload indexes and their file, which is closed once others have taken their place and
    /// nobody uses them any more.
    final class Filters implements AutoCloseable {
        private final FileReader file;
        private final PayloadIndexes indexes;
        private final References references = new References(this::closeFile);

        private Filters(FileReader file) {
            this.file = file;
            indexes = PayloadIndexes.open(file);
        }

        /// One user less.
        @Override
        public void close() {
            references.release();
        }

        private void closeFile() {
            opened.remove(file);
            file.close();
        }
    }

    private SealedFiles(Folder folder, SegmentEntry entry, CollectionConfig config) {
        this.folder = folder;
        boolean complete = false;
        try {
            idsFile = read(entry, Kind.IDS, IdMap.FORMAT);
            ids = IdMap.open(idsFile, entry.rowCount());
            payloadFile = read(entry, Kind.PAYLOAD, PayloadFile.FORMAT);
            payloads = PayloadFile.open(payloadFile, entry.rowCount());
            filters = filters(entry);
            for (var field : config.vectors().entrySet()) {
                fields.put(
                        field.getKey(),
                        SealedField.open(folder, entry, fields.size(), field.getValue()));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /// Opens them; costs the same for any number of rows but where [SealedField] says otherwise.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, naming the file
    static SealedFiles open(Folder folder, SegmentEntry entry, CollectionConfig config) {
        return new SealedFiles(folder, entry, config);
    }

    private FileReader read(SegmentEntry entry, Kind kind, FileFormat format) {
        FileReader reader = entry.open(folder, entry.file(kind), format);
        opened.add(reader);
        return reader;
    }

    private Filters filters(SegmentEntry entry) {
        return new Filters(read(entry, Kind.FILTERS, PayloadIndexes.FORMAT));
    }

    IdMap ids() {
        return ids;
    }

    PayloadFile payloads() {
        return payloads;
    }

    /// Which payload fields are indexed.
    Map<String, PayloadIndexType> indexed() {
        return filters.indexes.types();
    }

    /// The payload indexes, to be closed after use.
    synchronized Filters useFilters() {
        filters.references.retain();
        return filters;
    }

    /// The rows that match a filter, by the payload indexes where they know.
    ///
    /// @param matches tests a row
    RowBits matching(Filter filter, int rowCount, IntPredicate matches) {
        try (Filters used = useFilters()) {
            Candidates candidates = used.indexes.bind(filter, rowCount, ids::row);
            RowBits matching = RowBits.of(rowCount, candidates.sure());
            candidates.open().forEach((int row) -> matching.set(row, matches.test(row)));
            return matching;
        }
    }

    private synchronized Filters replaceFilters(Filters next) {
        Filters old = filters;
        filters = next;
        return old;
    }

    /// Payload indexes that were just written and can take the place of the others.
    final class Rebuilt implements AutoCloseable {
        private final Filters next;

        private Rebuilt(Filters next) {
            this.next = next;
        }

        /// Has searches use them.
        void use() {
            replaceFilters(next).close();
        }

        /// Closes them in place of [#use].
        @Override
        public void close() {
            next.close();
        }
    }

    /// Opens payload indexes that were just written, and verifies them whole.
    Rebuilt openFilters(SegmentEntry entry) {
        Rebuilt rebuilt = new Rebuilt(filters(entry));
        boolean verified = false;
        try {
            rebuilt.next.file.requireAll();
            verified = true;
            return rebuilt;
        } finally {
            if (!verified) {
                rebuilt.close();
            }
        }
    }

    /// The vector fields by name, in their order.
    Map<String, SealedField> fields() {
        return Collections.unmodifiableMap(fields);
    }

    SealedField field(String name) {
        SealedField field = fields.get(name);
        if (field == null) {
            throw new AssertionError("the caller checks field names: " + name);
        }
        return field;
    }

    /// How many fields are served by something else than a scan.
    int graphFields() {
        return (int)
                fields.values().stream()
                        .filter(field -> !field.searchable().index().exact())
                        .count();
    }

    long diskBytes() {
        return with(filters).stream().mapToLong(FileReader::fileBytes).sum();
    }

    /// All files, with these payload indexes.
    List<FileReader> with(Filters used) {
        List<FileReader> open = new ArrayList<>(List.of(idsFile, payloadFile, used.file));
        fields.values().forEach(field -> open.addAll(field.files()));
        return open;
    }

    MemoryUsage memory() {
        MemoryUsage usage =
                MemoryUsage.NONE
                        .plus(MemoryPart.IDS, MemoryBytes.mapped(idsFile.fileBytes()))
                        .plus(MemoryPart.PAYLOAD, MemoryBytes.mapped(payloadFile.fileBytes()))
                        .plus(MemoryPart.INDEX, MemoryBytes.mapped(filters.file.fileBytes()));
        for (SealedField field : fields.values()) {
            usage = usage.plus(field.memory());
        }
        return usage;
    }

    @Override
    public void close() {
        opened.forEach(FileReader::close);
        fields.values().forEach(SealedField::close);
    }
}
