package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.Trials;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.SnapshotInfo.CollectionInfo;
import io.vecdb.collection.Contents.OfCollection;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FoldersOnDisk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/// Snapshots and backups that are taken while several threads write, flush and merge: each
/// collection comes back exactly as of the write that the snapshot names, and all of them as of one
/// moment. A trial is a run of all that.
@Tag("proof")
final class SnapshotModelTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int WRITERS = 3;
    private static final int SNAPSHOTS = 6;

    private final FaultyDirectory disk = new FaultyDirectory();

    static LongStream seeds() {
        return Trials.of(SnapshotModelTest.class, 1).seeds();
    }

    private Database open(FaultyDirectory directory) {
        return LocalDatabase.open(
                directory,
                EmbeddingModels.none(),
                StorageSettings.of(new WriteBuffer(20, 1 << 20)),
                BuildOptions.threads(1),
                new FoldersOnDisk(disk));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySnapshotIsTheStateOfOneMoment(long seed)
            throws ExecutionException, InterruptedException, IOException {
        List<SnapshotWriter> writers = new ArrayList<>();
        List<SnapshotInfo> snapshots = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (Database database = open(disk);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            NAMES.forEach(
                    name -> database.createCollection(name, DatabaseWorkload.CONFIG).sequence());
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                SnapshotWriter writer = new SnapshotWriter(database, NAMES, 10 * seed + i, i == 0);
                writers.add(writer);
                running.add(threads.submit(() -> writer.run(stop)));
            }
            try {
                for (int i = 0; i < SNAPSHOTS; i++) {
                    snapshots.add(take(database, i));
                    database.collection(NAMES.get(i % NAMES.size())).compact();
                }
            } finally {
                stop.set(true);
            }
            for (Future<?> writer : running) {
                writer.get();
            }
            NAMES.forEach(name -> database.collection(name).compact());
            requireNothingLeft(database);
        }
        for (int i = 0; i < SNAPSHOTS; i++) {
            requireOneMoment(snapshots.get(i), writers);
            requireRestored(i, snapshots.get(i), writers);
        }
    }

    private static Path archive(int i) {
        return Path.of("snapshot-" + i);
    }

    private static SnapshotInfo take(Database database, int i) {
        return i % 2 == 0
                ? database.snapshots().create(archive(i), Set.of(), Progress.NONE)
                : database.snapshots()
                        .backup(Path.of("backups"), Set.of(), Progress.NONE)
                        .contents();
    }

    /// Of what one thread wrote one after the other, a snapshot has the beginning.
    private static void requireOneMoment(SnapshotInfo snapshot, List<SnapshotWriter> writers) {
        Map<String, Long> sequences = new TreeMap<>();
        snapshot.collections().forEach(each -> sequences.put(each.name(), each.sequence()));
        for (SnapshotWriter writer : writers) {
            List<Boolean> included = new ArrayList<>();
            for (SnapshotWriter.Written write : writer.written()) {
                Long last = sequences.get(write.collection());
                included.add(last != null && write.sequence() <= last);
            }
            int first = included.indexOf(false);
            assertThat(first < 0 || !included.subList(first, included.size()).contains(true))
                    .as("%s of %s", sequences, writer.written())
                    .isTrue();
        }
    }

    private void requireRestored(int i, SnapshotInfo snapshot, List<SnapshotWriter> writers) {
        FaultyDirectory other = new FaultyDirectory();
        try (Database database = open(other)) {
            List<String> names =
                    i % 2 == 0
                            ? database.snapshots()
                                    .restore(archive(i), RestoreOptions.ALL, Progress.NONE)
                            : database.snapshots()
                                    .restoreBackup(
                                            Path.of("backups"),
                                            i / 2 + 1,
                                            RestoreOptions.ALL,
                                            Progress.NONE);
            assertThat(names).isEqualTo(NAMES);
            Contents found = Contents.of(database);
            for (CollectionInfo each : snapshot.collections()) {
                OfCollection model = model(each, writers);
                assertThat(found.collections().get(each.name()))
                        .as("%s in snapshot %d", each, i)
                        .isEqualTo(model);
                assertThat(each.points()).isEqualTo(model.points().size());
                Collection restored = database.collection(each.name());
                assertThat(restored.sequence()).isEqualTo(each.sequence());
            }
        }
    }

    /// What the writes up to the snapshot's last one make of an empty collection.
    private static OfCollection model(CollectionInfo wanted, List<SnapshotWriter> writers) {
        Map<Long, SnapshotWriter.Written> inOrder = new TreeMap<>();
        for (SnapshotWriter writer : writers) {
            for (SnapshotWriter.Written write : writer.written()) {
                if (write.collection().equals(wanted.name())) {
                    inOrder.put(write.sequence(), write);
                }
            }
        }
        OfCollection state = OfCollection.empty(DatabaseWorkload.CONFIG);
        for (SnapshotWriter.Written write : inOrder.values()) {
            if (write.sequence() <= wanted.sequence()) {
                state = write.effect().apply(state);
            }
        }
        assertThat(inOrder).hasSizeGreaterThanOrEqualTo((int) wanted.sequence());
        return state;
    }

    /// Files that were held are gone.
    private void requireNothingLeft(Database database) throws IOException {
        for (String name : NAMES) {
            assertThat(database.collection(name).stats().segments().size()).isLessThan(3);
        }
        for (String folder : List.of("c-1", "c-2", "c-3")) {
            long segments =
                    disk.list(folder).stream()
                            .filter(file -> file.startsWith("seg-"))
                            .map(file -> file.substring(0, file.indexOf('.')))
                            .distinct()
                            .count();
            assertThat(segments).as("%s: %s", folder, disk.list(folder)).isLessThan(3);
        }
        assertThat(disk.list(FoldersOnDisk.NAME)).noneMatch(name -> name.endsWith(".tmp"));
    }
}
