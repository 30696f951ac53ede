package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.Recovery;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.SealedSegment;
import io.vecdb.storage.Folder;
import io.vecdb.storage.HoldingDirectory;
import io.vecdb.storage.WriteRate;
import io.vecdb.wal.RecoveryReport;
import io.vecdb.wal.WalOptions;
import io.vecdb.wal.WriteAheadLog;

import java.util.ArrayList;
import java.util.List;

/// The parts of an open collection and how they begin and end together: segments, log, write path,
/// views and maintenance. One folder on disk, one log, one sequence of writes.
final class Shard implements MemoryBudget.Holder {
    private final SegmentStore store;
    private final Views views;
    private final WritePath writes;
    private final WriteAheadLog log;
    private final Maintenance maintenance;
    private final Recovery recovery;
    private final MemoryBudget memory;

    private Shard(
            SegmentStore store,
            Views views,
            WritePath writes,
            WriteAheadLog log,
            Maintenance maintenance,
            MemoryBudget memory) {
        this.store = store;
        this.views = views;
        this.writes = writes;
        this.log = log;
        this.maintenance = maintenance;
        this.memory = memory;
        recovery = recovery(views.segments().sealed().size(), log.recovery());
    }

    /// What a shard needs from its database.
    ///
    /// @param build how indexes are built
    /// @param settings how memory and disk are used
    /// @param threads run flushes and merges
    /// @param searches to which the building of indexes gives way
    /// @param memory what writes and merges may use
    /// @param mergeRate how fast merges write
    record Environment(
            BuildOptions build,
            StorageSettings settings,
            MaintenanceThreads threads,
            SearchLoad searches,
            MemoryBudget memory,
            WriteRate mergeRate) {
        Environment(BuildOptions build, StorageSettings settings, MaintenanceThreads threads) {
            this(
                    build,
                    settings,
                    threads,
                    new SearchLoad(build.threads()),
                    new MemoryBudget(settings.memoryBytes()),
                    new WriteRate(settings.mergeBytesPerSecond()));
        }

        Environment(BuildOptions build, WriteBuffer buffer, MaintenanceThreads threads) {
            this(build, StorageSettings.of(buffer), threads);
        }

        /// How the log of the collection with this id is kept.
        private WalOptions log(long collectionId) {
            return WalOptions.DEFAULT.withOwner(collectionId).withSync(settings.sync());
        }
    }

    /// Opens the segments that the manifest names and replays the log behind them.
    ///
    /// @param id the collection's
    /// @throws io.vecdb.api.DbException CORRUPT, UNSUPPORTED_FORMAT or IO_ERROR, naming the file
    static Shard open(String name, Folder folder, long id, Environment environment) {
        SegmentStore store = SegmentStore.open(folder, id, environment);
        CollectionManifest manifest = store.manifest();
        List<SealedSegment> sealed = store.openSegments();
        MutableSegment active =
                new MutableSegment(manifest.config(), environment.memory().reservation());
        Views views =
                new Views(
                        name,
                        new SegmentSet(sealed, List.<Frozen>of(), active),
                        manifest.sequence());
        sealed.forEach(SealedSegment::release);
        active.release();
        WritePath writes =
                new WritePath(
                        views, environment.settings().buffer(), manifest, environment.memory());
        boolean opened = false;
        try {
            WriteAheadLog log =
                    WriteAheadLog.open(
                            folder.directory(),
                            folder.path(),
                            environment.log(id),
                            manifest.sequence(),
                            writes);
            Flusher flusher = new Flusher(store, writes, views, log);
            Maintenance maintenance = new Maintenance(environment, store, writes, views, flusher);
            Shard shard = new Shard(store, views, writes, log, maintenance, environment.memory());
            writes.start(log, log.recovery().replayedBytes(), maintenance::workLater);
            maintenance.resume();
            environment.memory().add(shard);
            opened = true;
            return shard;
        } finally {
            if (!opened) {
                writes.close();
                views.close();
            }
        }
    }

    private static Recovery recovery(int segments, RecoveryReport log) {
        return new Recovery(
                segments, log.files(), log.records(), log.bytes(), log.tornBytes(), log.took());
    }

    /// Reads the newest manifest again and says what is wrong with it.
    List<Damage> checkManifest() {
        return store.exclusively(store::checkManifest);
    }

    /// Reads again what is on disk beside the segments: the newest manifest and the log files to
    /// which nothing is appended any more. Says what is wrong with them.
    List<Damage> checkRest() {
        List<Damage> damages = new ArrayList<>(checkManifest());
        damages.addAll(log.verifyFinished().damages());
        return damages;
    }

    /// Writes the manifest once more, from memory, in place of one that is damaged on disk.
    void writeManifestAgain() {
        store.exclusively(() -> {
            store.commitAgain();
            return store;
        });
    }

    /// What opening it found.
    Recovery recovery() {
        return recovery;
    }

    Views views() {
        return views;
    }

    WritePath writes() {
        return writes;
    }

    WriteAheadLog log() {
        return log;
    }

    Maintenance maintenance() {
        return maintenance;
    }

    /// Holds the files that the manifest names now.
    Moment now(HoldingDirectory directory, Folder folder) {
        return store.exclusively(() -> {
            CollectionManifest manifest = store.manifest();
            Moment now = new Moment(directory, folder, manifest.sequence(), manifest.config());
            now.hold(manifest, 0);
            return now;
        });
    }

    /// @throws io.vecdb.api.DbException CLOSED after [#close()] or [#abandon()]
    void compact() {
        views.requireOpen();
        writes.freeze(last -> {});
        maintenance.compactNow();
    }

    @Override
    public long relievableBytes() {
        return views.segments().unflushedBytes() + writes.mergeableBytes();
    }

    @Override
    public void relieve() {
        writes.freeze(last -> {});
        maintenance.flushNow();
        if (writes.mergeableBytes() > 0) {
            maintenance.mergeForMemory();
        }
    }

    /// Prepares for [#close()]: long jobs of maintenance give up.
    void beginClosing() {
        maintenance.beginClosing();
    }

    /// Finishes running writes, writes what is in memory to a sealed segment and closes the files;
    /// searches that run keep theirs until they end.
    void close() {
        try {
            writes.freeze(last -> writes.close());
            maintenance.finish();
        } finally {
            closeFiles();
        }
    }

    /// Closes a collection that is being dropped: nothing is written any more.
    void abandon() {
        writes.close();
        try {
            maintenance.abandon();
        } finally {
            closeFiles();
        }
    }

    private void closeFiles() {
        // Once more, should freezing have failed.
        writes.close();
        memory.remove(this);
        try {
            log.close();
        } finally {
            views.close();
        }
    }
}
