package io.vecdb.collection;

import io.vecdb.api.Arguments;
import io.vecdb.api.Backup;
import io.vecdb.api.DbException;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.Snapshots;
import io.vecdb.snapshot.Archive;
import io.vecdb.snapshot.Backups;
import io.vecdb.snapshot.SnapshotSource;
import io.vecdb.storage.Directory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Folders;
import io.vecdb.storage.MappedReads;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// The snapshots of an embedded database: finds files and folders, and leaves the rest to
/// [Archive], [Backups] and the database.
public final class LocalSnapshots implements Snapshots {
    private final LocalDatabase database;
    private final Folders folders;

    LocalSnapshots(LocalDatabase database, Folders folders) {
        this.database = database;
        this.folders = folders;
    }

    /// See [Snapshots#read]; needs no database.
    public static SnapshotInfo read(Folders folders, Path archive) {
        return withArchive(
                folders,
                archive,
                (folder, name) -> {
                    try (Archive opened = Archive.open(folder, name)) {
                        return opened.inventory().info();
                    }
                });
    }

    /// See [Snapshots#backups]; needs no database.
    public static List<Backup> backups(Folders folders, Path folder) {
        return MappedReads.of(
                "the backups",
                () -> {
                    try (Directory directory = folders.shared(given(folder))) {
                        return new Backups(directory).list();
                    }
                });
    }

    @Override
    public SnapshotInfo create(Path archive, Set<String> collections, Progress progress) {
        Set<String> names = Arguments.set(collections, "a set of collections");
        Arguments.given(progress, "the progress");
        return withArchive(
                folders,
                archive,
                (folder, name) -> {
                    Archive.requireFree(folder, name);
                    try (SnapshotSource source = database.capture(names)) {
                        Archive.write(folder, name, source, progress);
                        return source.inventory().info();
                    }
                });
    }

    @Override
    public SnapshotInfo read(Path archive) {
        return read(folders, archive);
    }

    @Override
    public List<String> restore(Path archive, RestoreOptions options, Progress progress) {
        return withArchive(
                folders,
                archive,
                (folder, name) -> {
                    try (Archive source = Archive.open(folder, name)) {
                        return restore(source, options, progress);
                    }
                });
    }

    @Override
    public Backup backup(Path folder, Set<String> collections, Progress progress) {
        Set<String> names = Arguments.set(collections, "a set of collections");
        Arguments.given(progress, "the progress");
        return MappedReads.of(
                "the database, or of an earlier backup,",
                () -> {
                    try (Directory directory = folders.own(given(folder));
                            SnapshotSource source = database.capture(names)) {
                        return new Backups(directory).add(source, progress);
                    }
                });
    }

    @Override
    public List<Backup> backups(Path folder) {
        return backups(folders, folder);
    }

    @Override
    public List<String> restoreBackup(
            Path folder, long number, RestoreOptions options, Progress progress) {
        return MappedReads.of(
                "the backups",
                () -> {
                    try (Directory directory = folders.shared(given(folder));
                            SnapshotSource source = new Backups(directory).open(number)) {
                        return restore(source, options, progress);
                    }
                });
    }

    private List<String> restore(SnapshotSource source, RestoreOptions options, Progress progress) {
        Arguments.given(options, "the options of a restore");
        Arguments.given(progress, "the progress");
        return new Restoration(source, options).into(database, options.replace(), progress);
    }

    private static Path given(Path path) {
        if (Arguments.given(path, "the path of a snapshot").toString().isBlank()) {
            throw DbException.invalid("The path of a snapshot is empty; name a file or folder.");
        }
        return path;
    }

    private static <T> T withArchive(
            Folders folders, Path archive, BiFunction<Folder, String, T> action) {
        Path absolute = given(archive).toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        if (name == null || parent == null) {
            throw DbException.invalid("'" + archive + "' is not the path of a file.");
        }
        return MappedReads.of(
                "the snapshot, or of the database,",
                () -> {
                    try (Directory directory = folders.shared(parent)) {
                        return action.apply(new Folder(directory, ""), name.toString());
                    }
                });
    }
}
