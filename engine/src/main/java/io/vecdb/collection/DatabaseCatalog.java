package io.vecdb.collection;

import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Manifests;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Which collections a database has, and the folder of each one. Names are never used as paths.
/// Changed by one thread at a time. Format: `docs/format/manifest.md`.
final class DatabaseCatalog {
    private static final FileFormat FORMAT = new FileFormat("database", 1);

    /// Ids must differ from those that other databases gave.
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Manifests manifests;
    private UUID id = UUID.randomUUID();
    private Map<String, Place> places = new TreeMap<>();
    private long nextFolder = 1;

    /// Where a collection is.
    ///
    /// @param number of its folder
    /// @param id the collection's own, never 0: no other, of this or another database, has it
    record Place(long number, long id) {
        /// The folder's path.
        String path() {
            return "c-" + number;
        }
    }

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
        id = new UUID(in.readLong(), in.readLong());
        nextFolder = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readString();
            places.put(name, new Place(in.readLong(), in.readLong()));
        }
        in.requireEnd();
    }

    /// Commits other places; if that fails, those of before stay.
    private void commit(Map<String, Place> changed) {
        ByteWriter out = new ByteWriter();
        out.putLong(id.getMostSignificantBits());
        out.putLong(id.getLeastSignificantBits());
        out.putLong(nextFolder);
        out.putInt(changed.size());
        changed.forEach((name, place) -> {
            out.putString(name);
            out.putLong(place.number);
            out.putLong(place.id);
        });
        manifests.commit(out.toByteArray());
        places = changed;
    }

    /// The database's own id.
    UUID id() {
        return id;
    }

    /// The places by the collections' names.
    Map<String, Place> places() {
        return Collections.unmodifiableMap(places);
    }

    /// A folder and an id that no collection ever had.
    Place newPlace() {
        long random = RANDOM.nextLong();
        return new Place(nextFolder++, random == 0 ? 1 : random);
    }

    /// Adds collections, or puts them in the place of others of their names: all of them durably,
    /// or none.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR or POISONED; they are not there then, unless
    ///   opening the database again finds them
    void put(Map<String, Place> added) {
        Map<String, Place> changed = new TreeMap<>(places);
        changed.putAll(added);
        commit(changed);
    }

    /// Removes a collection, durably.
    ///
    /// @throws io.vecdb.api.DbException IO_ERROR or POISONED; the collection is still there then,
    ///   unless opening the database again does not find it
    void remove(String name) {
        Map<String, Place> changed = new TreeMap<>(places);
        changed.remove(name);
        commit(changed);
    }

    /// Whether this is the name of a collection's folder.
    static boolean isFolder(String name) {
        return name.matches("c-\\d+");
    }
}
