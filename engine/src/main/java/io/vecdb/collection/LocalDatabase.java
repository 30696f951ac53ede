package io.vecdb.collection;

import io.vecdb.api.Arguments;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Database;
import io.vecdb.api.DatabaseMemory;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Progress;
import io.vecdb.api.RepairReport;
import io.vecdb.api.Snapshots;
import io.vecdb.api.VerifyReport;
import io.vecdb.collection.DatabaseCatalog.Place;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.Directory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Folders;
import io.vecdb.storage.HoldingDirectory;
import io.vecdb.storage.MappedReads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// An embedded database in a [Directory]: a catalog of collections, each a [Shard] in a folder of
/// its own. A collection that cannot be opened does not keep the others from being served; using it
/// gives the reason.
public final class LocalDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDatabase.class);

    private final HoldingDirectory directory;
    private final EmbeddingModels models;
    private final Shard.Environment environment;
    private final DatabaseCatalog catalog;
    private final LocalSnapshots snapshots;
    private final Slots slots = new Slots();
    private final Scrubber scrubber = new Scrubber(slots::subjects, Scrubber.Pace.DEFAULT);
    private volatile boolean closed;

    private LocalDatabase(
            Directory directory,
            EmbeddingModels models,
            Shard.Environment environment,
            Folders folders) {
        this.directory = new HoldingDirectory(directory);
        this.models = models;
        this.environment = environment;
        catalog = MappedReads.of("the database", () -> DatabaseCatalog.open(directory));
        snapshots = new LocalSnapshots(this, folders);
    }

    /// Opens the database in a directory, or begins a new one there. Closing the database closes
    /// the directory; so does a failure to open.
    ///
    /// @param models for documents in place of vectors; they stay the caller's to close
    /// @param settings how memory and disk are used
    /// @param build how indexes are built
    /// @param folders where snapshots and backups go
    /// @throws DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR if the catalog cannot be read
    public static LocalDatabase open(
            Directory directory,
            EmbeddingModels models,
            StorageSettings settings,
            BuildOptions build,
            Folders folders) {
        return open(
                directory,
                models,
                new Shard.Environment(build, settings, MaintenanceThreads.start()),
                folders);
    }

    /// As above, with threads for maintenance that end with the database.
    static LocalDatabase open(
            Directory directory,
            EmbeddingModels models,
            Shard.Environment environment,
            Folders folders) {
        LocalDatabase database = null;
        boolean opened = false;
        try {
            database = new LocalDatabase(directory, models, environment, folders);
            database.openCollections();
            database.scrubber.start();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                if (database != null) {
                    database.slots.abandon();
                }
                environment.threads().shutdown();
                environment.memory().close();
                directory.close();
            }
        }
    }

    private void openCollections() {
        Set<String> named = new HashSet<>();
        catalog.places()
                .forEach((name, place) -> {
                    named.add(place.path());
                    slots.put(name, openSlot(name, place));
                });
        // Left behind by an interrupted create or drop.
        for (String path : DatabaseCatalog.folders(new Folder(directory, ""))) {
            if (!named.contains(path)) {
                new Folder(directory, path).deleteAllOrLeave();
            }
        }
    }

    private Slot openSlot(String name, Place place) {
        try {
            return MappedReads.of(Views.what(name), () -> openShard(name, place));
        } catch (DbException e) {
            LOG.error("The collection '{}' cannot be opened: {}", name, e.getMessage());
            return new Slot.Failed(new Folder(directory, place.path()), e);
        }
    }

    Slot.Open openShard(String name, Place place) {
        Folder folder = new Folder(directory, place.path());
        Shard shard = Shard.open(name, folder, place.id(), environment);
        Intake intake = new Intake(name, shard.writes().config(), models);
        return new Slot.Open(
                folder, shard, new LocalCollection(name, shard, intake, environment.searches()));
    }

    @Override
    public synchronized Collection createCollection(String name, CollectionConfig config) {
        requireOpen();
        CollectionConfig.requireName("collection", name);
        Arguments.given(config, "the configuration of a collection");
        requireFree(List.of(name), "drop it or use another name");
        Intake.requireModels(config, models);
        Place place = catalog.newPlace();
        boolean created = false;
        Slot.Open slot = null;
        try {
            SegmentStore.create(new Folder(directory, place.path()), place.id(), config);
            slot = openShard(name, place);
            catalog.put(Map.of(name, place));
            created = true;
        } finally {
            if (slot != null && !created) {
                slot.shard().abandon();
            }
        }
        slots.put(name, slot);
        return slot.collection();
    }

    @Override
    public Collection collection(String name) {
        requireOpen();
        return slots.requireUsable(name).collection();
    }

    @Override
    public boolean hasCollection(String name) {
        requireOpen();
        return slots.contains(name);
    }

    @Override
    public List<String> collections() {
        requireOpen();
        return slots.names();
    }

    @Override
    public synchronized boolean dropCollection(String name) {
        requireOpen();
        Slot slot = slots.get(name);
        if (slot == null) {
            return false;
        }
        catalog.remove(name);
        slots.remove(name);
        slot.discard();
        return true;
    }

    @Override
    public VerifyReport verify(String name, Progress progress) {
        return new Care(this, name, progress).verify();
    }

    @Override
    public synchronized RepairReport repair(String name, Progress progress) {
        return new Care(this, name, progress).repair();
    }

    /// Where a collection is.
    ///
    /// @throws DbException NOT_FOUND
    Place place(String name) {
        Place place = catalog.places().get(name);
        if (place == null) {
            throw slots.noSuch(name);
        }
        return place;
    }

    /// A collection, usable or not.
    ///
    /// @throws DbException NOT_FOUND; CLOSED
    Slot slot(String name) {
        requireOpen();
        return slots.require(name);
    }

    @Override
    public List<CollectionState> states() {
        requireOpen();
        return slots.states(scrubber.damages());
    }

    @Override
    public DatabaseMemory memory() {
        requireOpen();
        return slots.memory(environment.memory());
    }

    @Override
    public Snapshots snapshots() {
        requireOpen();
        return snapshots;
    }

    /// Has a collection used in place of what it was before; its place stays the same.
    void replace(String name, Slot slot) {
        slots.put(name, slot);
    }

    /// How collections are opened.
    Shard.Environment environment() {
        return environment;
    }

    /// Where everything is.
    HoldingDirectory directory() {
        return directory;
    }

    /// Collections as of now, held until that is closed.
    ///
    /// @param names which; all if empty
    /// @throws DbException NOT_FOUND; the reason if one cannot be used; as [Capture#of]
    Capture capture(Set<String> names) {
        SortedMap<String, Slot.Open> captured = new TreeMap<>();
        synchronized (this) {
            for (String name : names.isEmpty() ? collections() : names) {
                captured.put(name, slots.requireUsable(name));
            }
        }
        return Capture.of(captured, directory, catalog.id());
    }

    /// Folders for collections that are to have these names.
    ///
    /// @param replace whether there may be others of these names
    /// @throws DbException ALREADY_EXISTS
    synchronized SortedMap<String, Place> reserve(List<String> names, boolean replace) {
        requireReplaceable(names, replace);
        SortedMap<String, Place> places = new TreeMap<>();
        names.forEach(name -> places.put(name, catalog.newPlace()));
        return places;
    }

    private void requireReplaceable(Iterable<String> names, boolean replace) {
        requireOpen();
        if (!replace) {
            requireFree(names, "use another name, or have it replaced");
        }
    }

    private void requireFree(Iterable<String> names, String advice) {
        for (String name : names) {
            if (slots.contains(name)) {
                throw new DbException(
                        ErrorCode.ALREADY_EXISTS,
                        "There is a collection '" + name + "' already; " + advice + ".");
            }
        }
    }

    /// Names collections in the catalog, all at once, and serves them in place of those that had
    /// their names. Once the catalog names them, this does not fail.
    ///
    /// @param opened open ones, by their names; where they are, `places` says
    /// @throws DbException ALREADY_EXISTS; IO_ERROR if the old ones stay; POISONED if it is not
    ///   known which a power loss would leave
    synchronized void adopt(
            SortedMap<String, Place> places, Map<String, Slot.Open> opened, boolean replace) {
        requireReplaceable(places.keySet(), replace);
        catalog.put(places);
        opened.forEach(this::install);
    }

    private void install(String name, Slot.Open slot) {
        Slot replaced = slots.put(name, slot);
        if (replaced != null) {
            replaced.discard();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new DbException(
                    ErrorCode.CLOSED, "The database was closed; open it again to go on.");
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        DbException failure = null;
        scrubber.close();
        slots.shards().forEach(Shard::beginClosing);
        for (Shard shard : slots.shards()) {
            try {
                shard.close();
            } catch (DbException e) {
                failure = failure == null ? e : failure;
            }
        }
        environment.threads().shutdown();
        environment.memory().close();
        directory.close();
        if (failure != null) {
            throw failure;
        }
    }
}
