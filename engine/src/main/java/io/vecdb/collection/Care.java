package io.vecdb.collection;

import io.vecdb.api.Arguments;
import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Progress;
import io.vecdb.api.RepairReport;
import io.vecdb.api.VerifyReport;
import io.vecdb.collection.DatabaseCatalog.Place;
import io.vecdb.storage.MappedReads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Verifies and repairs one collection of a database, usable or not. The others are not concerned.
final class Care {
    private static final Logger LOG = LoggerFactory.getLogger(Care.class);

    private final LocalDatabase database;
    private final String name;
    private final Progress progress;

    /// @param progress is told bytes
    Care(LocalDatabase database, String name, Progress progress) {
        this.database = database;
        this.name = name;
        this.progress = Arguments.given(progress, "the progress");
    }

    /// Reads every byte; reads and writes of others go on.
    VerifyReport verify() {
        return MappedReads.of(Views.what(name), this::read);
    }

    private VerifyReport read() {
        Slot slot = database.slot(name);
        Place place = database.place(name);
        CollectionCheck check = new CollectionCheck(slot.folder(), progress);
        return switch (slot) {
            case Slot.Failed failed -> check.all(place.id());
            case Slot.Open open -> {
                try (Moment now = open.shard().now(database.directory(), open.folder())) {
                    // What the log's active file held before, opening the collection has read.
                    yield check.manifest(open.shard().checkManifest())
                            .segments(now.held().manifest())
                            .log(open.shard().log().verifyFinished())
                            .report();
                }
            }
        };
    }

    /// Saves what can be saved. The caller keeps others from changing which collections there are.
    RepairReport repair() {
        return MappedReads.of(Views.what(name), this::save);
    }

    private RepairReport save() {
        VerifyReport before = verify();
        Slot slot = database.slot(name);
        List<Damage> manifest = List.of();
        if (slot instanceof Slot.Open open) {
            if (before.isSound()) {
                long points = open.collection().count(Filter.all());
                return new RepairReport(List.of(), List.of(), points, 0, 0);
            }
            manifest = open.shard().checkManifest();
            if (!manifest.isEmpty()) {
                open.shard().writeManifestAgain();
            }
            closeAfterFlush(open.shard());
            database.replace(name, new Slot.Failed(slot.folder(), unfinished()));
        }
        Place place = database.place(name);
        Repair repair = new Repair(slot.folder(), place.id(), database.environment(), progress);
        repair.writtenAgain(manifest);
        repair.run();
        Slot.Open opened = database.openShard(name, place);
        database.replace(name, opened);
        LocalCollection collection = opened.collection();
        return repair.report(collection.count(Filter.all()), collection.sequence());
    }

    /// What is in memory may be more than a damaged log still holds, so it is written first.
    private static void closeAfterFlush(Shard shard) {
        shard.beginClosing();
        try {
            shard.close();
        } catch (DbException e) {
            LOG.warn("What is in memory is left to the log before a repair: {}", e.getMessage());
        }
    }

    private static DbException unfinished() {
        return new DbException(
                ErrorCode.CORRUPT, "It is damaged, and repairing it did not end well.");
    }
}
