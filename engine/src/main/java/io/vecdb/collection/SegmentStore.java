package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.index.BuildOptions;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;
import io.vecdb.segment.SegmentBuilder;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.segment.SegmentRevision;
import io.vecdb.segment.Successor;
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
import java.util.function.IntConsumer;
import java.util.function.Supplier;

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
            long number = SealedSegment.numberOf(file);
            if (number >= 0 && !named.contains(file)) {
                nextSegment.accumulateAndGet(number + 1, Math::max);
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
    /// manifest and segments are as before. Only within [#exclusively].
    void commit(CollectionConfig config, long sequence, List<SegmentRevision> segments) {
        CollectionManifest next =
                new CollectionManifest(
                        manifest.id(),
                        config,
                        sequence,
                        nextSegment.get(),
                        segments.stream().map(SegmentRevision::entry).toList());
        manifests.commit(next.encode());
        manifest = next;
        for (SegmentRevision segment : segments) {
            segment.install();
            segment.replaced().forEach(folder::deleteOrLeave);
        }
    }
}
