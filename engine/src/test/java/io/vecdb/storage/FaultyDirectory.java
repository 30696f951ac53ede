package io.vecdb.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// A disk in memory that remembers what was synced, and fails when it is told to.
///
/// A program sees its own writes at once, as through a system's cache. What the disk holds after
/// the power was lost is another matter: [#afterPowerLoss] keeps, beside what was synced, all,
/// none, a random part or a torn part of the rest. A name is durable only once its folder was
/// synced, even if the file's content is.
///
/// A sync of a file that fails loses what it should have written although it stays visible, as ext4
/// does, so that a second sync that succeeds means nothing. A failed sync of a folder leaves its
/// changes pending: file systems keep those in a journal, and stop altogether when that fails.
///
/// Every call on the directory or on a file of it has a number, from 1. Thread-safe.
public final class FaultyDirectory implements Directory {
    /// The unit in which the disk writes.
    public static final int SECTOR_BYTES = 512;

    private static final int NEVER = Integer.MAX_VALUE;

    /// What is left of changes that were not synced.
    public enum Survival {
        /// Nothing.
        NONE,
        /// Everything.
        ALL,
        /// Each sector, and each change to a folder, by chance.
        RANDOM,
        /// Everything, but the last write to each file only up to some sector.
        TORN
    }

    private final TreeMap<String, FaultyFile> names = new TreeMap<>();
    private final TreeMap<String, FaultyFile> durableNames = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private int calls;
    private int syncs;
    private int powerLossAt = NEVER;
    private int failureAt = NEVER;
    private Space space = (name, bytes) -> true;

    /// How much there is room for.
    @FunctionalInterface
    public interface Space {
        /// Whether a file can be written to.
        ///
        /// @param bytes all that would stand on the disk then
        boolean fits(String name, long bytes);
    }

    /// A change to a folder: a name goes, a name comes, or both at once.
    private record NameChange(@Nullable String gone, @Nullable String come, FaultyFile file) {
        String folder() {
            String name = come == null ? gone : come;
            return name == null ? "" : folderOf(name);
        }

        void applyTo(Map<String, FaultyFile> names) {
            if (gone != null) {
                names.remove(gone);
            }
            if (come != null) {
                names.put(come, file);
            }
        }
    }

    /// Calls so far.
    public synchronized int calls() {
        return calls;
    }

    /// Syncs of files and folders so far, failed ones included.
    public synchronized int syncs() {
        return syncs;
    }

    /// Lets the call with this number, and all after it, throw [PowerLoss] without doing anything.
    public synchronized void losePowerAt(int call) {
        powerLossAt = call;
    }

    /// Lets the call with this number throw an `IOException`, and no other.
    public synchronized void failAt(int call) {
        failureAt = call;
    }

    /// Refuses, from now on, writes for which there is no room, as a full disk does: half of what
    /// was to be written may stand there.
    public synchronized void limit(Space room) {
        space = room;
    }

    /// Bytes that all files take.
    public synchronized long bytes() {
        return names.values().stream().mapToLong(FaultyFile::length).sum();
    }

    /// Whether the call that was to fail has come.
    public synchronized boolean hasFailed() {
        return calls >= failureAt;
    }

    /// What the next process finds after this one was killed and the system was not: everything
    /// that this one saw, though still not durable.
    public synchronized FaultyDirectory afterKill() {
        FaultyDirectory after = new FaultyDirectory();
        IdentityHashMap<FaultyFile, FaultyFile> copies = new IdentityHashMap<>();
        names.forEach((name, file) ->
                after.names.put(name, copies.computeIfAbsent(file, FaultyFile::copy)));
        durableNames.forEach((name, file) ->
                after.durableNames.put(name, copies.computeIfAbsent(file, FaultyFile::copy)));
        for (NameChange change : pendingNames) {
            FaultyFile copy = copies.computeIfAbsent(change.file(), FaultyFile::copy);
            after.pendingNames.add(new NameChange(change.gone(), change.come(), copy));
        }
        return after;
    }

    /// What the disk holds when the power comes back, all of it durable then.
    ///
    /// @param seed decides about what is left to chance
    public synchronized FaultyDirectory afterPowerLoss(Survival survival, long seed) {
        // The first choices of a Random are the same for all small seeds.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        TreeMap<String, FaultyFile> left = new TreeMap<>(durableNames);
        for (NameChange change : pendingNames) {
            boolean kept =
                    switch (survival) {
                        case NONE -> false;
                        case ALL, TORN -> true;
                        case RANDOM -> random.nextBoolean();
                    };
            if (kept) {
                change.applyTo(left);
            }
        }
        FaultyDirectory after = new FaultyDirectory();
        left.forEach((name, file) -> {
            FaultyFile copy = file.afterPowerLoss(survival, random);
            after.names.put(name, copy);
            after.durableNames.put(name, copy);
        });
        return after;
    }

    /// What stands in a file, as the program sees it.
    public synchronized byte[] content(String name) {
        FaultyFile file = names.get(name);
        if (file == null) {
            throw new AssertionError("There is no file '" + name + "', but " + names.keySet());
        }
        return file.content();
    }

    /// Puts a file there, durably, in place of what has its name.
    public synchronized void put(String name, byte[] content) {
        FaultyFile file = new FaultyFile(content);
        names.put(name, file);
        durableNames.put(name, file);
    }

    @Override
    public synchronized OutputFile create(String name) throws IOException {
        call("create " + name);
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        FaultyFile file = new FaultyFile(new byte[0]);
        change(new NameChange(null, name, file));
        return new Output(name, file, 0);
    }

    @Override
    public synchronized OutputFile overwrite(String name, long from) throws IOException {
        call("open " + name);
        FaultyFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        if (file.length() < from) {
            throw new IOException("it has fewer than " + from + " bytes");
        }
        return new Output(name, file, (int) from);
    }

    @Override
    public synchronized InputFile read(String name) throws IOException {
        call("map " + name);
        FaultyFile file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return new Input(name, file.content());
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        call("list " + folder);
        String prefix = folder.isEmpty() ? "" : folder + "/";
        TreeSet<String> children = new TreeSet<>();
        for (String name : names.keySet()) {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                children.add(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest);
            }
        }
        return List.copyOf(children);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        call("delete " + name);
        List<String> gone =
                names.keySet().stream()
                        .filter(other -> other.equals(name) || other.startsWith(name + "/"))
                        .toList();
        if (gone.isEmpty()) {
            throw new NoSuchFileException(name);
        }
        for (String other : gone) {
            FaultyFile file = names.get(other);
            if (file != null) {
                change(new NameChange(other, null, file));
            }
        }
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        call("rename " + from);
        FaultyFile file = names.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        change(new NameChange(from, to, file));
    }

    @Override
    public synchronized void sync(String folder) throws IOException {
        List<NameChange> here =
                pendingNames.stream().filter(change -> change.folder().equals(folder)).toList();
        syncs++;
        call("sync " + folder);
        here.forEach(change -> change.applyTo(durableNames));
        pendingNames.removeAll(here);
    }

    @Override
    public void close() {}

    private void change(NameChange change) {
        change.applyTo(names);
        pendingNames.add(change);
    }

    private void call(String what) throws IOException {
        calls++;
        if (calls >= powerLossAt) {
            throw new PowerLoss(what);
        }
        if (calls == failureAt) {
            throw new IOException("told to fail at: " + what);
        }
    }

    private static String folderOf(String name) {
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }

    private final class Output implements OutputFile {
        private final String name;
        private final FaultyFile file;
        private int position;

        Output(String name, FaultyFile file, int position) {
            this.name = name;
            this.file = file;
            this.position = position;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            synchronized (FaultyDirectory.this) {
                write("write to ", position, copy);
                position += copy.length;
            }
        }

        @Override
        public void reserve(long bytes) throws IOException {
            synchronized (FaultyDirectory.this) {
                int end = file.length();
                write("reserve in ", end, new byte[(int) Math.max(0, bytes - end)]);
            }
        }

        private void write(String what, int at, byte[] bytes) throws IOException {
            try {
                call(what + name);
                int more = at + bytes.length - file.length();
                if (more > 0 && !space.fits(name, FaultyDirectory.this.bytes() + more)) {
                    throw new IOException("No space left on device");
                }
            } catch (IOException e) {
                // As a full disk does it.
                file.write(at, Arrays.copyOf(bytes, bytes.length / 2));
                throw e;
            }
            file.write(at, bytes);
        }

        @Override
        public void sync() throws IOException {
            synchronized (FaultyDirectory.this) {
                syncs++;
                try {
                    call("sync " + name);
                } catch (IOException e) {
                    file.loseUnsynced();
                    throw e;
                }
                file.sync();
            }
        }

        @Override
        public long length() {
            synchronized (FaultyDirectory.this) {
                return file.length();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (FaultyDirectory.this) {
                call("close " + name);
            }
        }
    }

    private static final class Input implements InputFile {
        private final String name;
        private final Arena arena = Arena.ofShared();
        private final MemorySegment bytes;

        Input(String name, byte[] content) {
            this.name = name;
            MemorySegment copy = arena.allocate(content.length, 64);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, copy, 0, content.length);
            this.bytes = copy.asReadOnly();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public MemorySegment bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
