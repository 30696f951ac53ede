package io.vecdb.collection;

import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Manifests;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Which collections a database has, and the number of each one's folder. Names are never used as
/// paths. Changed by one thread at a time. Format: `docs/format/manifest.md`.
final class DatabaseCatalog {
    private static final FileFormat FORMAT = new FileFormat("database", 1);

    private final Manifests manifests;
    private Map<String, Long> folders = new TreeMap<>();
    private long nextFolder = 1;

    private DatabaseCatalog(Manifests manifests) {
        this.manifests = manifests;
    }

    /// Reads the catalog; a new database gets an empty one.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    static DatabaseCatalog open(Directory directory) {
        DatabaseCatalog catalog = new DatabaseCatalog(new Manifests(directory, "", FORMAT));
        catalog.manifests
                .load()
                .ifPresentOrElse(
                        loaded -> catalog.decode(ManifestBody.read("", loaded)),
                        () -> catalog.commit(new TreeMap<>()));
        return catalog;
    }

    private void decode(ByteReader in) {
        nextFolder = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readString();
            folders.put(name, in.readLong());
        }
        in.requireEnd();
    }

    /// Commits other folders; if that fails, those of before stay.
    private void commit(Map<String, Long> changed) {
        ByteWriter out = new ByteWriter();
        out.putLong(nextFolder);
        out.putInt(changed.size());
        changed.forEach((name, number) -> {
            out.putString(name);
            out.putLong(number);
        });
        manifests.commit(out.toByteArray());
        folders = changed;
    }

    /// The folders by the collections' names.
    Map<String, String> folders() {
        Map<String, String> paths = new TreeMap<>();
        folders.forEach((name, number) -> paths.put(name, path(number)));
        return Collections.unmodifiableMap(paths);
    }

    /// A folder that no collection ever had.
    String newFolder() {
        return path(nextFolder++);
    }

    /// Adds a collection, durably.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR or POISONED; the collection is not there then,
    ///   unless opening the database again finds it
    void add(String name, String folder) {
        Map<String, Long> changed = new TreeMap<>(folders);
        changed.put(name, Long.parseLong(folder.substring(2)));
        commit(changed);
    }

    /// Removes a collection, durably.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR or POISONED; the collection is still there then,
    ///   unless opening the database again does not find it
    void remove(String name) {
        Map<String, Long> changed = new TreeMap<>(folders);
        changed.remove(name);
        commit(changed);
    }

    /// Whether this is the name of a collection's folder.
    static boolean isFolder(String name) {
        return name.matches("c-\\d+");
    }

    private static String path(long number) {
        return "c-" + number;
    }
}
