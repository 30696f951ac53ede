package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A folder's manifest: the small file that says which other files count. Each commit writes the
/// next generation under a new name, so that a crash leaves the old manifest or the new one and
/// never half of one.
///
/// A commit writes and syncs a temporary file, reads it back, syncs the folder, renames the file
/// and syncs the folder again: whatever else was created in the folder before is durable before the
/// manifest is. The generation before the newest is kept until the next commit: then it is deleted,
/// since the newest has been read, with all its checksums, under its own name or just before it got
/// it. Thread-safe.
public final class Manifests {
    private static final Pattern NAME = Pattern.compile("manifest-([0-9]{19})");
    private static final String TEMPORARY = "manifest.tmp";
    private static final long UNKNOWN = -1;

    private final Directory directory;
    private final String folder;
    private final FileFormat format;
    private final Poison poison = new Poison();
    private long generation = UNKNOWN;

    /// The manifests of a folder.
    ///
    /// @param folder the folder's name, `""` for the root
    /// @param format written by commits, and the newest that [#load()] accepts
    public Manifests(Directory directory, String folder, FileFormat format) {
        this.directory = directory;
        this.folder = folder;
        this.format = format;
    }

    /// A manifest as it was committed.
    ///
    /// @param generation from 1, one more with each commit
    /// @param body what was committed
    public record Loaded(long generation, byte[] body) {}

    /// Reads the newest manifest and makes sure that it is durable; empty if there never was one.
    ///
    /// @throws DbException CORRUPT, UNSUPPORTED_FORMAT, IO_ERROR, or POISONED after a failed commit
    public synchronized Optional<Loaded> load() {
        poison.check();
        long newest = newestGeneration();
        if (newest == 0) {
            generation = 0;
            return Optional.empty();
        }
        byte[] body = read(name(newest), newest);
        try {
            // A process that was killed between rename and sync left a name that power loss undoes.
            directory.sync(folder);
        } catch (IOException e) {
            throw StorageErrors.io("sync the folder", folder, e);
        }
        generation = newest;
        return Optional.of(new Loaded(newest, body));
    }

    /// The generations that are there, newest first, whether they can be read or not.
    ///
    /// @throws DbException CORRUPT if a name speaks of none; IO_ERROR
    public synchronized List<Long> generations() {
        return names().stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> parse(matcher.group(1)))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /// Reads one of [#generations()] as what to go on from: the next commit keeps it beside its
    /// own, which comes behind all others.
    ///
    /// @throws DbException as [#load()]
    public synchronized Loaded load(long wanted) {
        poison.check();
        byte[] body = read(name(wanted), wanted);
        generation = wanted;
        return new Loaded(wanted, body);
    }

    /// Lets the next commit come behind all generations though none of them can be read. They stay
    /// until it is there.
    public synchronized void beginAnew() {
        generation = 0;
    }

    /// Makes `body` the content of the next generation, durably. Everything created, renamed or
    /// deleted in the folder before is durable too.
    ///
    /// @throws DbException IO_ERROR or CORRUPT if the manifest could not be written or read back,
    ///   which leaves the previous one in place; POISONED if it is unknown which one a crash would
    ///   leave
    public synchronized void commit(byte[] body) {
        poison.check();
        if (generation == UNKNOWN) {
            var _ = load();
        }
        deleteBefore(generation);
        long next = Math.max(generation, newestGeneration()) + 1;
        try (FileWriter writer = FileWriter.create(directory, path(TEMPORARY), format)) {
            writer.writeLong(next);
            writer.write(body, 0, body.length);
            writer.finish();
        }
        if (!Arrays.equals(read(TEMPORARY, next), body)) {
            throw StorageErrors.corrupt(path(TEMPORARY), 0, "it is not what was just written");
        }
        try {
            // The names of the files that the manifest speaks of must be durable before its own is:
            // a file system may write the changes to a folder in any order.
            directory.sync(folder);
        } catch (IOException e) {
            throw StorageErrors.io("sync the folder", folder, e);
        }
        try {
            directory.rename(path(TEMPORARY), path(name(next)));
            directory.sync(folder);
        } catch (IOException e) {
            throw poison.poison(e);
        }
        generation = next;
    }

    private byte[] read(String name, long wanted) {
        try (FileReader reader = FileReader.open(directory, path(name), format)) {
            ByteReader in = reader.body().reader();
            long stored = in.readLong();
            if (stored != wanted) {
                throw in.corrupt("it is generation " + stored + " under another's name");
            }
            return in.readSlice(in.remaining()).toArray(ValueLayout.JAVA_BYTE);
        } catch (DbException e) {
            // Its name says what it is, so what does not begin with a header is damaged.
            throw e.code() == ErrorCode.UNSUPPORTED_FORMAT && !hasHeader(name)
                    ? StorageErrors.corrupt(path(name), 0, "its header is damaged", e)
                    : e;
        }
    }

    private boolean hasHeader(String name) {
        try (InputFile file = directory.read(path(name))) {
            return FileHeader.intact(file.bytes());
        } catch (IOException e) {
            throw StorageErrors.io("read", path(name), e);
        }
    }

    /// One that is newer than the kept one is unreadable: it stays until the next one is there, so
    /// that never an old one becomes the newest in silence.
    private void deleteBefore(long kept) {
        for (String name : names()) {
            Matcher numbered = NAME.matcher(name);
            boolean older = numbered.matches() && parse(numbered.group(1)) < kept;
            if (older || name.equals(TEMPORARY)) {
                try {
                    directory.delete(path(name));
                } catch (IOException e) {
                    throw StorageErrors.io("delete", path(name), e);
                }
            }
        }
    }

    private long newestGeneration() {
        List<Long> generations = generations();
        return generations.isEmpty() ? 0 : generations.getFirst();
    }

    private long parse(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new DbException(
                    ErrorCode.CORRUPT, "'manifest-" + digits + "' is no manifest's name.", e);
        }
    }

    private List<String> names() {
        try {
            return directory.list(folder);
        } catch (IOException e) {
            throw StorageErrors.io("list the folder", folder, e);
        }
    }

    private String path(String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /// The name of a manifest's file, without the folder.
    public static String name(long generation) {
        return String.format(Locale.ROOT, "manifest-%019d", generation);
    }
}
