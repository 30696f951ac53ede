package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Manifests;
import io.vecdb.storage.StorageErrors;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /// Read by any thread; never changed, but replaced.
    private volatile Map<String, Place> places = Map.of();

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

    /// An empty one, which is not written yet.
    DatabaseCatalog(Manifests manifests) {
        this.manifests = manifests;
    }

    /// The manifests of a database.
    static Manifests manifests(Directory directory) {
        return new Manifests(directory, "", FORMAT);
    }

    /// The catalog that a manifest holds.
    ///
    /// @throws DbException CORRUPT
    static DatabaseCatalog decoded(Manifests manifests, Manifests.Loaded loaded) {
        DatabaseCatalog catalog = new DatabaseCatalog(manifests);
        catalog.decode(ManifestBody.read("", loaded));
        return catalog;
    }

    /// Reads the catalog; a new database gets an empty one.
    ///
    /// @throws DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR
    static DatabaseCatalog open(Directory directory) {
        Manifests manifests = manifests(directory);
        try {
            Optional<Manifests.Loaded> newest = manifests.load();
            if (newest.isPresent()) {
                return decoded(manifests, newest.get());
            }
            requireNew(directory);
        } catch (DbException e) {
            throw withAdvice(e);
        }
        DatabaseCatalog catalog = new DatabaseCatalog(manifests);
        catalog.commit(new TreeMap<>());
        return catalog;
    }

    /// Passes if there are no collections: their list is there before the first of them, and what
    /// no list names is deleted.
    private static void requireNew(Directory directory) {
        List<String> folders = folders(new Folder(directory, ""));
        if (!folders.isEmpty()) {
            throw StorageErrors.corrupt(
                    Manifests.name(1),
                    0,
                    "the list of collections is missing, and there are the folders " + folders);
        }
    }

    private static DbException withAdvice(DbException e) {
        Damage damage = e.damage();
        return damage == null
                ? e
                : DbException.corrupt(
                        damage,
                        e.getMessage()
                                + " The collections themselves are not concerned: their list can be"
                                + " made again from an older one and their folders"
                                + " ('vecdb storage repair' without a name).",
                        e);
    }

    private void decode(ByteReader in) {
        id = new UUID(in.readLong(), in.readLong());
        nextFolder = in.readLong();
        Map<String, Place> read = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readString();
            read.put(name, new Place(in.readLong(), in.readLong()));
        }
        in.requireEnd();
        places = read;
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

    /// Puts other places in the place of all, durably, and gives no folder out twice.
    void replace(Map<String, Place> all) {
        for (Place place : all.values()) {
            nextFolder = Math.max(nextFolder, place.number + 1);
        }
        commit(new TreeMap<>(all));
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

    /// The folders of collections that are there, named by the catalog or not, sorted.
    ///
    /// @param root the database's folder
    static List<String> folders(Folder root) {
        return root.list().stream().filter(name -> name.matches("c-\\d+")).sorted().toList();
    }
}
