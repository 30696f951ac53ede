package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.index.BuildOptions;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Salvage;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.segment.SegmentRevision;
import io.vecdb.segment.Successor;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.Directory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Manifests;
import io.vecdb.storage.PacedDirectory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The sealed segments of a collection on disk, and the manifest that says which of them count.
/// Opened by one thread. Then flushes and merges build segments beside each other, and each holds
/// the store ([#exclusively]) from looking which segments there are until readers see the ones that
/// it put in their place.
final class SegmentStore {
    private final Folder folder;
    private final Manifests manifests;
    private final Shard.Environment environment;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong nextSegment;
    private volatile CollectionManifest manifest;

    private SegmentStore(
            Folder folder,
            Manifests manifests,
            CollectionManifest manifest,
            Shard.Environment environment) {
        this.folder = folder;
        this.manifests = manifests;
        this.manifest = manifest;
        this.environment = environment;
        nextSegment = new AtomicLong(manifest.nextSegment());
        // What an interrupted flush or merge left behind, or only an unreadable manifest named.
        for (String file : folder.list()) {
            nextSegment.accumulateAndGet(SealedSegment.numberOf(file) + 1, Math::max);
        }
    }

    /// Writes the first manifest of a new collection.
    ///
    /// @param id the collection's, not 0
    static void create(Folder folder, long id, CollectionConfig config) {
        create(folder, new CollectionManifest(id, config, 0, 1, List.of()));
    }

    /// As above, of a collection whose files are there already.
    static void create(Folder folder, CollectionManifest manifest) {
        manifests(folder).commit(manifest.encode());
    }

    /// @param id the collection's
    /// @throws DbException CORRUPT if there is no valid manifest, or one of another collection
    static SegmentStore open(Folder folder, long id, Shard.Environment environment) {
        Manifests manifests = manifests(folder);
        return new SegmentStore(folder, manifests, load(manifests, folder, id), environment);
    }

    /// As [#open], for a repair. If the newest manifest cannot be read, of the newest older one of
    /// which all files are there that cannot be made anew.
    ///
    /// @param unreadable is told what is wrong with the manifests that were passed over
    /// @throws DbException CORRUPT if there is none, which says what can be done;
    ///   UNSUPPORTED_FORMAT if one is a newer release's
    static SegmentStore openUsable(
            Folder folder, long id, Shard.Environment environment, Consumer<Damage> unreadable) {
        Manifests manifests = manifests(folder);
        ManifestSearch search = new ManifestSearch(folder, manifests);
        CollectionManifest usable =
                search.newest(loaded -> {
                    CollectionManifest manifest = decode(folder, loaded, id);
                    if (!search.damages().isEmpty()) {
                        manifest.segments()
                                .forEach(entry ->
                                        Salvage.requireFiles(folder, entry, manifest.config()));
                    }
                    return manifest;
                });
        if (usable == null) {
            throw noneUsable(folder, search.damages());
        }
        search.damages().forEach(unreadable);
        return new SegmentStore(folder, manifests, usable, environment);
    }

    private static DbException noneUsable(Folder folder, List<Damage> damages) {
        long files =
                folder.list().stream().filter(file -> SealedSegment.numberOf(file) >= 0).count();
        String message =
                "The collection in the folder '"
                        + folder.path()
                        + "' cannot be repaired: "
                        + (damages.isEmpty()
                                ? "it has no manifest"
                                : "none of its manifests can be used ("
                                        + damages.stream()
                                                .map(d -> "'" + d.file() + "': " + d.finding())
                                                .collect(Collectors.joining("; "))
                                        + ")")
                        + ", and without one nobody knows which of its "
                        + files
                        + " segment files count. Nothing was changed. Restore the collection from"
                        + " a snapshot or a backup, or drop it.";
        return damages.isEmpty()
                ? new DbException(ErrorCode.CORRUPT, message)
                : DbException.corrupt(damages.getFirst(), message, null);
    }

    /// Reads the newest manifest.
    ///
    /// @throws DbException as [#open]
    static CollectionManifest readManifest(Folder folder, long id) {
        return load(manifests(folder), folder, id);
    }

    private static Manifests manifests(Folder folder) {
        return new Manifests(folder.directory(), folder.path(), CollectionManifest.FORMAT);
    }

    private static CollectionManifest load(Manifests manifests, Folder folder, long id) {
        Manifests.Loaded loaded =
                manifests
                        .load()
                        .orElseThrow(() ->
                                new DbException(
                                        ErrorCode.CORRUPT,
                                        "The folder '"
                                                + folder.path()
                                                + "' of a collection holds no manifest;"
                                                + " restore it from a backup."));
        return decode(folder, loaded, id);
    }

    private static CollectionManifest decode(Folder folder, Manifests.Loaded loaded, long id) {
        CollectionManifest manifest =
                CollectionManifest.decode(ManifestBody.read(folder.path(), loaded));
        if (manifest.id() != id) {
            throw new DbException(
                    ErrorCode.CORRUPT,
                    "The folder '%s' is that of another collection: it has the id %016x, and the"
                                    .formatted(folder.path(), manifest.id())
                            + " catalog names %016x. Put the right folder there, or restore it"
                                    .formatted(id)
                            + " from a backup.");
        }
        return manifest;
    }

    /// Reads the newest manifest again and says what is wrong with it.
    List<Damage> checkManifest() {
        DamageList found = new DamageList(folder.path());
        var _ =
                found.reads(() -> {
                    if (!readManifest(folder, manifest.id()).equals(manifest)) {
                        found.add(
                                new Damage(
                                        folder.path(),
                                        0,
                                        "the newest manifest in it is not the one that was written"
                                                + " last"));
                    }
                });
        return found.found();
    }

    /// What was committed last.
    CollectionManifest manifest() {
        return manifest;
    }

    /// Removes files that an interrupted flush or merge left behind, and opens all segments.
    List<SealedSegment> openSegments() {
        Set<String> named = new HashSet<>();
        List<SealedSegment> opened = new ArrayList<>();
        boolean complete = false;
        try {
            for (SegmentEntry entry : manifest.segments()) {
                SealedSegment segment =
                        SealedSegment.open(folder, entry, manifest.config(), manifest.sequence());
                opened.add(segment);
                named.addAll(segment.fileNames());
            }
            complete = true;
        } finally {
            if (!complete) {
                opened.forEach(SealedSegment::release);
            }
        }
        removeOthers(named);
        return opened;
    }

    private void removeOthers(Set<String> named) {
        for (String file : folder.list()) {
            if (SealedSegment.numberOf(file) >= 0 && !named.contains(file)) {
                folder.deleteOrLeave(file);
            }
        }
    }

    /// Does something while no other thread commits.
    <T> T exclusively(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Builds a segment of what is visible in a mutable one as of a write; null if nothing is. If
    /// that fails, what was written of it is deleted.
    @Nullable Successor flush(MutableSegment source, CollectionConfig config, long sequence) {
        return build(folder, new Job(List.of(source), config, sequence, rows -> {}));
    }

    /// As [#flush], of sealed segments, at the rate at which merges write.
    @Nullable Successor merge(Job job) {
        Directory paced = new PacedDirectory(folder.directory(), environment.mergeRate());
        return build(new Folder(paced, folder.path()), job);
    }

    /// What is built.
    ///
    /// @param sources segments
    /// @param config what the new segment gets
    /// @param sequence the write as of which the sources are read
    /// @param progress is told now and then how far the index is; may throw to give up
    record Job(
            List<? extends Segment> sources,
            CollectionConfig config,
            long sequence,
            IntConsumer progress) {}

    private @Nullable Successor build(Folder where, Job job) {
        BuildOptions options =
                environment.build().withPace(environment.searches()).withProgress(job.progress);
        long number = nextSegment.getAndIncrement();
        boolean built = false;
        try {
            Successor successor =
                    new SegmentBuilder(where, job.config, options)
                            .build(number, job.sources, job.sequence);
            built = true;
            return successor;
        } finally {
            if (!built) {
                deleteFilesOf(number);
            }
        }
    }

    /// Gives back the space of a segment that was never named: a disk that is full would stay so.
    private void deleteFilesOf(long number) {
        for (String file : folder.list()) {
            if (SealedSegment.numberOf(file) == number) {
                folder.deleteOrLeave(file);
            }
        }
    }

    /// Commits once more what was committed last.
    void commitAgain() {
        manifests.commit(manifest.encode());
    }

    /// Commits other segments as the state as of the same write, while nobody has them open.
    void commitEntries(List<SegmentEntry> segments) {
        manifest =
                new CollectionManifest(
                        manifest.id(),
                        manifest.config(),
                        manifest.sequence(),
                        nextSegment.get(),
                        segments);
        manifests.commit(manifest.encode());
    }

    /// Commits that these segments are the state as of a write, and makes them so. If that fails,
    /// manifest and segments are as before, and the new segment is given up. Only within
    /// [#exclusively].
    ///
    /// @param built a new segment among them; null if there is none
    /// @param revisions adds what each segment is to be, writing files where it has to
    void commit(
            CollectionConfig config,
            long sequence,
            @Nullable Successor built,
            Consumer<List<SegmentRevision>> revisions) {
        List<SegmentRevision> segments = new ArrayList<>();
        CollectionManifest next;
        try {
            revisions.accept(segments);
            next =
                    new CollectionManifest(
                            manifest.id(),
                            config,
                            sequence,
                            nextSegment.get(),
                            segments.stream().map(SegmentRevision::entry).toList());
            manifests.commit(next.encode());
        } catch (DbException e) {
            // A poisoned one may be there after all.
            if (e.code() != ErrorCode.POISONED) {
                segments.forEach(SegmentRevision::withdraw);
                if (built != null) {
                    built.segment().discard();
                }
            }
            throw e;
        }
        manifest = next;
        segments.forEach(SegmentRevision::install);
        // Only now: what one segment does not name any more, the next manifest must not either.
        segments.forEach(segment -> segment.replaced().forEach(folder::deleteOrLeave));
    }
}
