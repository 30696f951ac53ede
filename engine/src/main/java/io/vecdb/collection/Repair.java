package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.Progress;
import io.vecdb.api.RepairReport;
import io.vecdb.api.VerifyReport;
import io.vecdb.segment.Salvage;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.SegmentCheck;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.segment.Successor;
import io.vecdb.storage.Folder;
import io.vecdb.wal.LogRepair;
import io.vecdb.wal.WriteAheadLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Makes a damaged collection, which nobody has open, one that can be opened: sound segments stay,
/// of damaged ones every point is kept that can be read whole, of the log everything before its
/// first damage. If the newest manifest cannot be read, an older one tells what there was. The old
/// files are deleted by the next opening, once a new manifest names others.
final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final Folder folder;
    private final long id;
    private final Shard.Environment environment;
    private final Progress progress;
    private final List<Damage> damages = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();

    /// Oldest first.
    private final List<SegmentEntry> kept = new ArrayList<>();

    private long readBytes;
    private long lostPoints;
    private long lostWrites;

    /// The write that an older manifest led back to, or -1.
    private long wentBackTo = -1;

    /// @param id the collection's
    /// @param progress is told bytes, of an unknown number
    Repair(Folder folder, long id, Shard.Environment environment, Progress progress) {
        this.folder = folder;
        this.id = id;
        this.environment = environment;
        this.progress = progress;
    }

    /// Does it. If it fails, the collection is as it was.
    ///
    /// @throws io.vecdb.api.DbException CORRUPT or UNSUPPORTED_FORMAT if no manifest can be used;
    ///   IO_ERROR
    void run() {
        int before = damages.size();
        SegmentStore store = SegmentStore.openUsable(folder, id, environment, damages::add);
        CollectionManifest manifest = store.manifest();
        if (damages.size() > before) {
            goBackTo(manifest);
        }
        // The newest first: it says which points the older ones hold in vain.
        for (SegmentEntry entry : manifest.segments().reversed()) {
            VerifyReport report =
                    SegmentCheck.run(
                            folder,
                            entry,
                            manifest.config(),
                            (done, total) -> progress.update(readBytes + done, -1));
            readBytes += report.bytes();
            if (report.isSound()) {
                kept.addFirst(entry);
            } else {
                damages.addAll(report.damages());
                salvage(store, entry, report);
            }
        }
        if (!damages.isEmpty()) {
            store.commitEntries(kept);
        }
        repairLog(manifest.sequence());
    }

    /// Notes that the manifest was damaged on disk, and was written again from memory.
    void writtenAgain(List<Damage> manifest) {
        if (!manifest.isEmpty()) {
            damages.addAll(manifest);
            actions.add("The manifest was written anew from memory; nothing of it is lost.");
        }
    }

    private void goBackTo(CollectionManifest manifest) {
        wentBackTo = manifest.sequence();
        Set<Long> named = new HashSet<>();
        manifest.segments().forEach(segment -> named.add(segment.number()));
        Set<Long> givenUp = new TreeSet<>();
        for (String file : folder.list()) {
            long segment = SealedSegment.numberOf(file);
            if (segment >= 0 && !named.contains(segment)) {
                givenUp.add(segment);
            }
        }
        String action =
                "The newest manifest cannot be read. The collection goes back to an older one: its"
                        + " state as of write "
                        + wentBackTo
                        + ", with "
                        + named.size()
                        + " segments."
                        + (givenUp.isEmpty()
                                ? ""
                                : " Segments that only the newest one may have named are given"
                                        + " up: "
                                        + givenUp
                                        + ".");
        LOG.warn("{}: {}", folder.path(), action);
        actions.add(action);
    }

    private void salvage(SegmentStore store, SegmentEntry entry, VerifyReport report) {
        CollectionManifest manifest = store.manifest();
        Salvage salvage = new Salvage(folder, entry, manifest.config(), manifest.sequence());
        List<SegmentEntry> newer = List.copyOf(kept);
        List<SealedSegment> opened = new ArrayList<>();
        List<Integer> saved = new ArrayList<>();
        try {
            for (SegmentEntry each : newer) {
                opened.add(
                        SealedSegment.open(folder, each, manifest.config(), manifest.sequence()));
            }
            salvage.run(
                    id -> opened.stream().anyMatch(each -> each.row(id, manifest.sequence()) >= 0),
                    chunk -> {
                        Successor built =
                                store.flush(chunk, manifest.config(), manifest.sequence());
                        if (built != null) {
                            kept.add(saved.size(), built.segment().entry());
                            saved.add(built.segment().rowCount());
                            built.segment().release();
                        }
                    });
        } finally {
            opened.forEach(SealedSegment::release);
        }
        lostPoints += salvage.lost();
        actions.add(
                String.format(
                        Locale.ROOT,
                        "Segment %d (damaged: %d): %,d points were saved, %,d could not be read.",
                        entry.number(),
                        report.damages().size(),
                        saved.stream().mapToLong(Integer::longValue).sum(),
                        salvage.lost()));
        if (salvage.changesLost()) {
            actions.add(
                    "Segment "
                            + entry.number()
                            + ": which of its points were deleted or changed later could not be"
                            + " read; points that had been deleted may be back, unless they were"
                            + " written again, and changed payloads are the old ones.");
        }
    }

    private void repairLog(long sequence) {
        LogRepair repaired = WriteAheadLog.repair(folder.directory(), folder.path(), id, sequence);
        damages.addAll(repaired.damages());
        if (repaired.firstLost() > 0) {
            lostWrites = repaired.givenUp();
            actions.add(
                    "The log: everything before write "
                            + repaired.firstLost()
                            + " was kept; "
                            + repaired.givenUp()
                            + " later writes that were still there were given up.");
        }
    }

    /// What was done.
    ///
    /// @param points live points that there are now
    /// @param sequence the last write that is in it now
    RepairReport report(long points, long sequence) {
        if (wentBackTo >= 0) {
            actions.add(
                    sequence > wentBackTo
                            ? "The log gave back the writes from %d to %d, without a gap."
                                    .formatted(wentBackTo + 1, sequence)
                            : "The log does not hold the write that follows: what came after write %d"
                                            .formatted(wentBackTo)
                                    + ", if anything, is lost.");
        }
        return new RepairReport(damages, actions, points, lostPoints, lostWrites);
    }
}
