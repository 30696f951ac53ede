package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.Progress;
import io.vecdb.api.VerifyReport;
import io.vecdb.segment.SegmentCheck;
import io.vecdb.segment.SegmentEntry;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.Folder;
import io.vecdb.wal.WriteAheadLog;

import java.util.ArrayList;
import java.util.List;

/// Reads every byte of a collection's files and lists what is wrong; changes nothing. Used by one
/// thread at a time.
final class CollectionCheck {
    private final Folder folder;
    private final Progress progress;
    private final List<Damage> damages = new ArrayList<>();
    private int files;
    private long bytes;

    /// @param folder the collection's; whoever may delete files in it is kept from that
    /// @param progress is told bytes, of an unknown number
    CollectionCheck(Folder folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /// Reads the newest manifest and all that it names, and the log.
    ///
    /// @param id the collection's
    VerifyReport all(long id) {
        DamageList found = new DamageList(folder.path());
        List<CollectionManifest> manifests = new ArrayList<>();
        if (found.reads(() -> manifests.add(SegmentStore.readManifest(folder, id)))) {
            segments(manifests.getFirst());
        }
        damages.addAll(found.found());
        long sealed =
                manifests.isEmpty()
                        ? WriteAheadLog.FROM_ITS_BEGINNING
                        : manifests.getFirst().sequence();
        return log(WriteAheadLog.verify(folder.directory(), folder.path(), id, sealed)).report();
    }

    /// Reads what a manifest names.
    CollectionCheck segments(CollectionManifest manifest) {
        files++;
        for (SegmentEntry entry : manifest.segments()) {
            long before = bytes;
            add(
                    SegmentCheck.run(
                            folder,
                            entry,
                            manifest.config(),
                            (done, total) -> progress.update(before + done, -1)));
        }
        return this;
    }

    /// Adds what was found in the manifest.
    CollectionCheck manifest(List<Damage> found) {
        damages.addAll(found);
        return this;
    }

    /// Adds what was found in the log.
    CollectionCheck log(VerifyReport found) {
        add(found);
        return this;
    }

    private void add(VerifyReport report) {
        files += report.files();
        bytes += report.bytes();
        damages.addAll(report.damages());
        progress.update(bytes, -1);
    }

    /// What came out.
    VerifyReport report() {
        return new VerifyReport(files, bytes, damages);
    }
}
