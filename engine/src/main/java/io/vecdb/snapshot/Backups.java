package io.vecdb.snapshot;

import io.vecdb.api.Backup;
import io.vecdb.api.DbException;
import io.vecdb.api.Progress;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The backups in a folder. Each is a small file `backup-<n>` that says what belongs to it; the
/// files themselves stand in a folder for each collection's id, named after their content too, and
/// are shared. Format: `docs/format/snapshot.md`.
///
/// Written by one thread at a time.
public final class Backups {
    private static final FileFormat FORMAT = new FileFormat("backup", 1);
    private static final Pattern NAME = Pattern.compile("backup-([1-9][0-9]{0,17})");
    private static final String DRAFT_ENDING = ".tmp";
    private static final String DRAFT = "backup" + DRAFT_ENDING;

    private final Directory directory;
    private final Folder root;

    /// @param directory where they are
    public Backups(Directory directory) {
        this.directory = directory;
        root = new Folder(directory, "");
    }

    /// All of them, oldest first.
    ///
    /// @throws DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    public List<Backup> list() {
        return numbers().stream()
                .map(number -> {
                    Stored stored = read(number);
                    return backup(number, stored.inventory, stored.files, stored.bytes);
                })
                .toList();
    }

    private List<Long> numbers() {
        return root.list().stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .sorted()
                .toList();
    }

    /// One to copy from; closing it does nothing.
    ///
    /// @throws DbException NOT_FOUND, CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    public SnapshotSource open(long number) {
        if (!numbers().contains(number)) {
            throw DbException.notFound(
                    "There is no backup %d in '%s'; there is %s."
                            .formatted(
                                    number,
                                    directory,
                                    numbers().isEmpty() ? "none" : numbers().toString()));
        }
        Inventory inventory = read(number).inventory;
        return new SnapshotSource() {
            @Override
            public Inventory inventory() {
                return inventory;
            }

            @Override
            public void copy(Part part, StoredFile file, FileCopy.Sink sink) {
                folder(part).copy(name(file), file.stamp(), sink);
            }

            @Override
            public void close() {}
        };
    }

    /// Adds a backup of everything in a source. A failure leaves the other backups as they are, and
    /// files that the next one can use.
    ///
    /// @throws DbException CORRUPT if a file of the source is; IO_ERROR
    public Backup add(SnapshotSource source, Progress progress) {
        Inventory inventory = source.inventory();
        List<Long> numbers = numbers();
        long number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        Meter meter = new Meter(progress, inventory.bytes());
        int files = 0;
        long bytes = 0;
        for (Part part : inventory.parts()) {
            for (StoredFile file : copyMissing(part, source, meter)) {
                files++;
                bytes += file.stamp().bytes();
            }
        }
        deleteIfThere(root, DRAFT);
        try (FileWriter out = root.create(DRAFT, FORMAT)) {
            ByteWriter body = new ByteWriter();
            body.putLong(number);
            body.putInt(files);
            body.putLong(bytes);
            InventoryCodec.write(body, inventory);
            out.write(body.toByteArray(), 0, body.size());
            var _ = out.finish();
        }
        root.rename(DRAFT, "backup-" + number);
        root.sync();
        return backup(number, inventory, files, bytes);
    }

    /// Copies files that are not there, each under another name until it is whole and durable.
    private List<StoredFile> copyMissing(Part part, SnapshotSource source, Meter meter) {
        Folder folder = folder(part);
        Set<String> there = new HashSet<>(folder.list());
        // Of tries that failed; what they were to become may never be wanted again.
        there.stream().filter(each -> each.endsWith(DRAFT_ENDING)).forEach(folder::delete);
        List<StoredFile> copied = new ArrayList<>();
        for (StoredFile file : part.files()) {
            String name = name(file);
            if (there.contains(name) && folder.has(name, file.stamp())) {
                meter.add(file.stamp().bytes());
            } else {
                String draft = name + DRAFT_ENDING;
                folder.write(draft, sink -> source.copy(part, file, meter.over(sink)));
                folder.rename(draft, name);
                copied.add(file);
            }
        }
        if (!part.files().isEmpty()) {
            // Also for those that an earlier try copied, which may have failed right here.
            folder.sync();
        }
        return copied;
    }

    private static void deleteIfThere(Folder folder, String name) {
        if (folder.list().contains(name)) {
            folder.delete(name);
        }
    }

    /// @param files that were copied for it
    /// @param bytes of these
    private record Stored(Inventory inventory, int files, long bytes) {}

    private Stored read(long number) {
        try (FileReader file = root.open("backup-" + number, FORMAT)) {
            ByteReader in = file.body().reader();
            long stored = in.readLong();
            if (stored != number) {
                throw in.corrupt("it is backup " + stored + " under another's name");
            }
            int files = in.readInt();
            long bytes = in.readLong();
            Inventory inventory = InventoryCodec.read(in);
            in.requireEnd();
            return new Stored(inventory, files, bytes);
        }
    }

    private static Backup backup(long number, Inventory inventory, int files, long bytes) {
        return new Backup(number, inventory.info(), files, bytes);
    }

    private Folder folder(Part part) {
        return new Folder(directory, "%016x".formatted(part.id()));
    }

    /// The content is part of the name: a database whose folder was put back to an older state
    /// gives other content to the same numbers.
    private static String name(StoredFile file) {
        return "%s.%08x".formatted(file.name(), file.stamp().crc());
    }
}
