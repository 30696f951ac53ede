package io.vecdb.collection;

import io.vecdb.collection.Moment.Held;
import io.vecdb.snapshot.Inventory;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.snapshot.SnapshotSource;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.HoldingDirectory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Open collections as of one moment, to be copied while they are written to: their files stay
/// until this is closed.
///
/// All write paths are locked one after the other, in the order of the collections' names; while
/// all are, what is in memory is frozen and the last write of each is noted. Then writing goes on,
/// and flushing stops at that write for as long as it takes to hold the files that are there.
final class Capture implements SnapshotSource {
    private final Inventory inventory;
    private final Map<String, Held> held;
    private final List<Moment> moments;

    private Capture(Inventory inventory, Map<String, Held> held, List<Moment> moments) {
        this.inventory = inventory;
        this.held = held;
        this.moments = moments;
    }

    /// Waits until everything up to now is flushed.
    ///
    /// @param slots the collections by name
    /// @param database id of the database
    /// @throws io.vecdb.api.DbException CLOSED if one is closed or dropped meanwhile; POISONED or
    ///   IO_ERROR if flushing fails
    static Capture of(
            SortedMap<String, Slot.Open> slots, HoldingDirectory directory, UUID database) {
        Instant now = Instant.now();
        List<Moment> moments = new ArrayList<>();
        boolean captured = false;
        try {
            mark(slots.values().iterator(), directory, moments);
            Map<String, Held> held = new TreeMap<>();
            Iterator<Moment> each = moments.iterator();
            slots.forEach(
                    (name, slot) -> held.put(name, slot.shard().maintenance().reach(each.next())));
            List<Part> parts = new ArrayList<>();
            held.forEach((name, files) -> parts.add(part(name, files)));
            Inventory inventory = new Inventory(now, Release.NAME, database, parts);
            captured = true;
            return new Capture(inventory, held, moments);
        } finally {
            if (!captured) {
                moments.forEach(Moment::close);
            }
        }
    }

    /// Notes the moment of the next collection, and while nobody can write to it, of the others.
    private static void mark(
            Iterator<Slot.Open> rest, HoldingDirectory directory, List<Moment> moments) {
        if (rest.hasNext()) {
            Slot.Open slot = rest.next();
            Shard shard = slot.shard();
            shard.writes()
                    .freeze(sequence -> {
                        var _ = shard.writes().requireOpen();
                        Moment moment =
                                new Moment(
                                        directory,
                                        slot.folder(),
                                        sequence,
                                        shard.writes().config());
                        moments.add(moment);
                        shard.maintenance().expect(moment);
                        mark(rest, directory, moments);
                    });
        }
    }

    private static Part part(String name, Held held) {
        CollectionManifest manifest = held.manifest();
        return new Part(
                name,
                manifest.id(),
                manifest.sequence(),
                held.points(),
                manifest.encode(),
                manifest.storedFiles());
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public void copy(Part part, StoredFile file, FileCopy.Sink sink) {
        Held files = held.get(part.name());
        if (files == null) {
            throw new AssertionError("'" + part.name() + "' was not captured");
        }
        files.folder().copy(file.name(), file.stamp(), sink);
    }

    @Override
    public void close() {
        moments.forEach(Moment::close);
    }
}
