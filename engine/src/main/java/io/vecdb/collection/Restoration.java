package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.collection.DatabaseCatalog.Place;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.snapshot.Meter;
import io.vecdb.snapshot.SnapshotSource;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.Directory;
import io.vecdb.storage.Folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes collections of those in a snapshot: copies them into folders of their own, opens and
/// counts them, and only then has them named by the database's catalog.
final class Restoration {
    private final SnapshotSource source;

    /// What becomes a collection, by its new name.
    private final SortedMap<String, Chosen> chosen = new TreeMap<>();

    /// @param part where it stands in the snapshot
    /// @param manifest which it will have, but for the id
    private record Chosen(Part part, CollectionManifest manifest) {}

    /// Chooses collections and checks that what the snapshot says of them fits together. Nothing is
    /// written.
    ///
    /// @throws DbException NOT_FOUND if one is not there; CORRUPT
    Restoration(SnapshotSource source, RestoreOptions options) {
        this.source = source;
        List<String> there = new ArrayList<>();
        for (Part part : source.inventory().parts()) {
            there.add(part.name());
            String name =
                    options.names().isEmpty() ? part.name() : options.names().get(part.name());
            if (name != null) {
                chosen.put(name, new Chosen(part, manifest(part)));
            }
        }
        for (String wanted : options.names().keySet()) {
            if (!there.contains(wanted)) {
                throw DbException.notFound(
                        "The snapshot holds no collection '%s'; it holds %s."
                                .formatted(wanted, there));
            }
        }
    }

    private static CollectionManifest manifest(Part part) {
        ByteReader in =
                new ByteReader(
                        part.manifest(), "manifest of '" + part.name() + "' in the snapshot");
        CollectionManifest manifest = CollectionManifest.decode(in);
        if (manifest.id() != part.id()
                || manifest.sequence() != part.sequence()
                || !manifest.storedFiles().equals(part.files())) {
            throw in.corrupt("it speaks of another collection than the table of contents");
        }
        return manifest;
    }

    /// Makes the collections: all of them, or none.
    ///
    /// @param replace whether those that have the names now are dropped
    /// @return the new names, sorted
    /// @throws DbException as [io.vecdb.api.Snapshots#restore]
    List<String> into(LocalDatabase database, boolean replace, Progress progress) {
        List<String> names = List.copyOf(chosen.keySet());
        SortedMap<String, Place> places = database.reserve(names, replace);
        Map<String, Slot.Open> opened = new TreeMap<>();
        boolean done = false;
        boolean named = false;
        try {
            copy(database.directory(), places, progress);
            places.forEach((name, place) -> {
                Slot.Open slot = database.openShard(name, place);
                opened.put(name, slot);
                requirePoints(chosen(name).part, slot.collection().count(Filter.all()));
            });
            named = true;
            database.adopt(places, opened, replace);
            done = true;
        } catch (DbException e) {
            // After any other failure the catalog on disk may name the new folders: they stay until
            // the next opening knows.
            named &= e.code() == ErrorCode.POISONED;
            throw e;
        } finally {
            if (!done) {
                opened.values().forEach(slot -> slot.shard().abandon());
            }
            if (!named) {
                places.values()
                        .forEach(place ->
                                new Folder(database.directory(), place.path()).deleteAllOrLeave());
            }
        }
        return names;
    }

    /// Copies the files, verifying them, and writes the manifests; durably.
    private void copy(Directory directory, Map<String, Place> places, Progress progress) {
        long bytes =
                chosen.values().stream()
                        .flatMap(each -> each.part.files().stream())
                        .mapToLong(file -> file.stamp().bytes())
                        .sum();
        Meter meter = new Meter(progress, bytes);
        places.forEach((name, place) -> {
            Folder folder = new Folder(directory, place.path());
            Part part = chosen(name).part;
            for (StoredFile file : part.files()) {
                folder.write(file.name(), sink -> source.copy(part, file, meter.over(sink)));
            }
            SegmentStore.create(folder, chosen(name).manifest.withId(place.id()));
        });
    }

    private static void requirePoints(Part part, long points) {
        if (points != part.points()) {
            throw new DbException(
                    ErrorCode.CORRUPT,
                    "The snapshot's '%s' has %d points, and %d came out; use another snapshot."
                            .formatted(part.name(), part.points(), points));
        }
    }

    private Chosen chosen(String name) {
        Chosen found = chosen.get(name);
        if (found == null) {
            throw new DbException(ErrorCode.INTERNAL, "'" + name + "' was not chosen.");
        }
        return found;
    }
}
