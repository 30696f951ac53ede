package io.vecdb.snapshot;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Progress;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Section;

import java.security.SecureRandom;
import java.util.IdentityHashMap;

/// An archive: files of collections one after the other in one file, and a table of contents behind
/// them. Format: `docs/format/snapshot.md`.
public final class Archive implements SnapshotSource {
    private static final FileFormat FORMAT = new FileFormat("snapshot", 1);

    /// Files begin at multiples of this, as they do in memory when they are mapped by themselves.
    private static final int ALIGNMENT_BYTES = 64;

    /// Draws the names of unfinished archives.
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String DRAFT_END = "\\.[0-9a-f]{16}\\.tmp";

    private final FileReader file;
    private final Inventory inventory;

    /// Byte of the body at which each file begins.
    private final IdentityHashMap<StoredFile, Long> offsets = new IdentityHashMap<>();

    private Archive(FileReader file) {
        this.file = file;
        Section body = file.body();
        long end = body.byteSize() - Long.BYTES;
        if (end < 0) {
            throw body.corrupt(0, "there is no table of contents");
        }
        long table = body.longAt(end);
        ByteReader in = body.slice(table, end).reader();
        inventory = InventoryCodec.read(in);
        readOffsets(in, table);
        in.requireEnd();
    }

    /// Each file must begin behind the one before it, and the table behind the last: so none
    /// overlaps another, and all lie within the archive.
    private void readOffsets(ByteReader in, long table) {
        long end = 0;
        for (Part part : inventory.parts()) {
            for (StoredFile stored : part.files()) {
                long offset = in.readLong();
                long bytes = stored.stamp().bytes();
                if (offset != aligned(end) || offset > table || bytes > table - offset) {
                    throw in.corrupt(
                            "the file '%s' of '%s' cannot be %d bytes at %d"
                                    .formatted(stored.name(), part.name(), bytes, offset));
                }
                offsets.put(stored, offset);
                end = offset + bytes;
            }
        }
        if (end != table) {
            throw in.corrupt("the files end at " + end + ", and the table begins at " + table);
        }
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    }

    /// Opens an archive and checks its table of contents.
    ///
    /// @throws DbException NOT_FOUND if there is none; CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    public static Archive open(Folder folder, String name) {
        if (!folder.list().contains(name)) {
            throw DbException.notFound(
                    "There is no archive '" + name + "' in '" + folder.directory() + "'.");
        }
        FileReader file = folder.open(name, FORMAT);
        boolean opened = false;
        try {
            Archive archive = new Archive(file);
            opened = true;
            return archive;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /// Writes an archive of everything in a source. It gets its name when it is whole and durable;
    /// a failure leaves nothing, the end of the process a file `<name>.<16 digits>.tmp` that the
    /// next archive of this name removes.
    ///
    /// @throws DbException ALREADY_EXISTS; CORRUPT if a file of the source is; IO_ERROR
    public static void write(Folder folder, String name, SnapshotSource source, Progress progress) {
        requireFree(folder, name);
        deleteDrafts(folder, name);
        String draft = "%s.%016x.tmp".formatted(name, RANDOM.nextLong());
        String unfinished = draft;
        try {
            try (FileWriter out = folder.create(draft, FORMAT)) {
                writeBody(out, source, progress);
                var _ = out.finish();
            }
            requireFree(folder, name);
            folder.rename(draft, name);
            unfinished = name;
            folder.sync();
            unfinished = "";
        } finally {
            if (!unfinished.isEmpty()) {
                folder.deleteOrLeave(unfinished);
            }
        }
    }

    private static void writeBody(FileWriter out, SnapshotSource source, Progress progress) {
        Inventory inventory = source.inventory();
        Meter meter = new Meter(progress, inventory.bytes());
        ByteWriter offsets = new ByteWriter();
        for (Part part : inventory.parts()) {
            for (StoredFile stored : part.files()) {
                out.align(ALIGNMENT_BYTES);
                offsets.putLong(out.position());
                source.copy(part, stored, meter.over(out::write));
            }
        }
        long table = out.position();
        ByteWriter contents = new ByteWriter();
        InventoryCodec.write(contents, inventory);
        contents.putRaw(offsets.toByteArray(), 0, offsets.size());
        contents.putLong(table);
        out.write(contents.toByteArray(), 0, contents.size());
    }

    /// Passes if there is no file of this name.
    ///
    /// @throws DbException ALREADY_EXISTS
    public static void requireFree(Folder folder, String name) {
        if (folder.list().contains(name)) {
            throw new DbException(
                    ErrorCode.ALREADY_EXISTS,
                    "There is a file or folder '"
                            + name
                            + "' in '"
                            + folder.directory()
                            + "' already; use another name, or delete it.");
        }
    }

    /// What a process that ended left behind. Should another one be at it, it cannot finish, and
    /// says so: its draft has a name of its own, so none is ever taken for another.
    private static void deleteDrafts(Folder folder, String name) {
        for (String other : folder.list()) {
            if (other.startsWith(name) && other.substring(name.length()).matches(DRAFT_END)) {
                folder.delete(other);
            }
        }
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public void copy(Part part, StoredFile stored, FileCopy.Sink sink) {
        Long offset = offsets.get(stored);
        if (offset == null) {
            throw new AssertionError("'" + stored.name() + "' is not of this archive");
        }
        Section bytes = file.body().slice(offset, offset + stored.stamp().bytes());
        FileCopy.copy(
                stored.name() + "' of '" + part.name() + "' in '" + file.name(),
                bytes.unverified(),
                stored.stamp(),
                (copied, from, length) -> {
                    bytes.require(from, length);
                    sink.write(copied, from, length);
                });
    }

    @Override
    public void close() {
        file.close();
    }
}
