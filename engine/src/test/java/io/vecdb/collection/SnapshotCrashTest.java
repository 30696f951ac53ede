package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import static java.util.Objects.requireNonNull;

import io.vecdb.Trials;
import io.vecdb.api.Backup;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.Selection;
import io.vecdb.api.Snapshots;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;
import io.vecdb.storage.FoldersOnDisk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Snapshots, restores and backups on a disk that stops, or refuses, at each of their calls: the
/// database is as before or as after, an archive that has its name is whole, and so is every
/// backup.
@Tag("proof")
final class SnapshotCrashTest {
    private static final Path ARCHIVE = Path.of("archive");
    private static final Path NEXT = Path.of("next");
    private static final Path BACKUPS = Path.of("backups");

    /// Every so manieth call.
    private static final int STRIDE = Trials.many() ? 1 : 7;

    private static final List<Survival> SURVIVALS = List.of(Survival.values());

    /// What the disk stops in the middle of.
    enum Job {
        CREATE,
        RESTORE_BESIDE,
        RESTORE_OVER,
        BACKUP,
        RESTORE_BACKUP;

        void run(Database database) {
            Snapshots snapshots = database.snapshots();
            Object result =
                    switch (this) {
                        case CREATE -> snapshots.create(NEXT, Set.of(), Progress.NONE);
                        case RESTORE_BESIDE ->
                                snapshots.restore(
                                        ARCHIVE,
                                        RestoreOptions.ALL.collection("a", "restored"),
                                        Progress.NONE);
                        case RESTORE_OVER ->
                                snapshots.restore(
                                        ARCHIVE,
                                        RestoreOptions.ALL
                                                .collection("a")
                                                .collection("b")
                                                .replacing(),
                                        Progress.NONE);
                        case BACKUP -> snapshots.backup(BACKUPS, Set.of(), Progress.NONE);
                        case RESTORE_BACKUP ->
                                snapshots.restoreBackup(
                                        BACKUPS, 1, RestoreOptions.ALL.replacing(), Progress.NONE);
                    };
            assertThat(result).isNotNull();
        }

        /// What the database holds when it is done.
        Contents after(Contents before, Contents archived) {
            return switch (this) {
                case CREATE, BACKUP -> before;
                case RESTORE_BESIDE ->
                        before.with("restored", requireNonNull(archived.collections().get("a")));
                case RESTORE_OVER, RESTORE_BACKUP -> archived;
            };
        }
    }

    /// A disk with a database, an archive and a backup of an earlier state.
    private final FaultyDirectory base = new FaultyDirectory();

    private Contents archived = Contents.EMPTY;
    private Contents before = Contents.EMPTY;

    SnapshotCrashTest() {
        try (Database database = open(base)) {
            for (String name : List.of("a", "b")) {
                write(database.createCollection(name, DatabaseWorkload.CONFIG), 0, 16);
            }
            archived = Contents.of(database);
            assertThat(database.snapshots().create(ARCHIVE, Set.of(), Progress.NONE)).isNotNull();
            assertThat(database.snapshots().backup(BACKUPS, Set.of(), Progress.NONE)).isNotNull();
            write(database.collection("a"), 10, 20);
            database.collection("b").compact();
            write(database.collection("b"), 40, 42);
            database.collection("b").delete(Selection.of(PointId.of(2)));
            before = Contents.of(database);
        }
    }

    /// Not closed in order: something is left in the log, and is flushed by the job.
    private Database begin(FaultyDirectory disk) {
        Database database = open(disk);
        write(database.collection("a"), 50, 53);
        return database;
    }

    private Contents beforeJob() {
        try (Database database = begin(base.afterKill())) {
            return Contents.of(database);
        }
    }

    private static void write(Collection collection, int from, int to) {
        for (int i = from; i < to; i++) {
            collection.upsert(List.of(Point.of(i, i, 1).with("n", i)));
        }
    }

    private static Database open(FaultyDirectory disk) {
        return LocalDatabase.open(
                disk,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        StorageSettings.of(new WriteBuffer(1_000, 1 << 20)),
                        new SteppedExecutor().threads()),
                new FoldersOnDisk(disk));
    }

    private int calls(Job job) {
        FaultyDirectory disk = base.afterKill();
        try (Database database = begin(disk)) {
            int first = disk.calls();
            job.run(database);
            int calls = disk.calls() - first;
            assertThat(calls).isGreaterThan(30);
            return calls;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLossOfPowerLeavesTheOldOrTheNew(Job job) throws IOException {
        before = beforeJob();
        int calls = calls(job);
        for (int at = 1 + calls % STRIDE; at <= calls; at += STRIDE) {
            FaultyDirectory disk = base.afterKill();
            Database database = begin(disk);
            disk.losePowerAt(disk.calls() + at);
            assertThat(catchThrowable(() -> job.run(database))).isNotNull();
            for (Survival survival : SURVIVALS) {
                String what = "%s, %s at call %d of %d".formatted(job, survival, at, calls);
                requireIntact(disk.afterPowerLoss(survival, at), job, what);
            }
            requireIntact(disk.afterKill(), job, job + ", killed at call " + at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSucceededSurvivesALossOfPower(Job job) throws IOException {
        before = beforeJob();
        FaultyDirectory disk = base.afterKill();
        Database running = begin(disk);
        job.run(running);
        for (Survival survival : SURVIVALS) {
            FaultyDirectory after = disk.afterPowerLoss(survival, 1);
            try (Database database = open(after)) {
                assertThat(Contents.of(database)).isEqualTo(job.after(before, archived));
                assertThat(after.list(FoldersOnDisk.NAME).contains("next"))
                        .isEqualTo(job == Job.CREATE);
                assertThat(database.snapshots().backups(BACKUPS))
                        .hasSize(job == Job.BACKUP ? 2 : 1);
            }
            requireIntact(after, job, "%s, then %s".formatted(job, survival));
        }
        running.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedCallIsAnErrorOrNothing(Job job) throws IOException {
        before = beforeJob();
        int calls = calls(job);
        for (int at = 1 + calls % STRIDE; at <= calls; at += STRIDE) {
            FaultyDirectory disk = base.afterKill();
            String what = "%s, failure at call %d of %d".formatted(job, at, calls);
            try (Database database = begin(disk)) {
                disk.failAt(disk.calls() + at);
                boolean done = false;
                try {
                    job.run(database);
                    done = true;
                } catch (DbException e) {
                    assertThat(e.code())
                            .as("%s: %s", what, e.getMessage())
                            .isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
                }
                assertThat(Contents.of(database))
                        .as(what)
                        .isEqualTo(done ? job.after(before, archived) : before);
                if (job == Job.CREATE && !done) {
                    assertThat(disk.list(FoldersOnDisk.NAME)).doesNotContain("next");
                }
            } catch (DbException e) {
                assertThat(e.code()).as(what).isIn(ErrorCode.POISONED, ErrorCode.IO_ERROR);
            }
            requireIntact(disk.afterKill(), job, what);
            requireIntact(disk.afterPowerLoss(Survival.RANDOM, at), job, what + ", power");
        }
    }

    private void requireIntact(FaultyDirectory disk, Job job, String what) {
        try {
            try (Database database = open(disk)) {
                Contents found = Contents.of(database);
                assertThat(found).isIn(before, job.after(before, archived));
                requireWhole(disk, database, found);
            }
            requireTidy(disk);
        } catch (AssertionError | DbException | IOException e) {
            fail(what, e);
        }
    }

    /// The archives and backups that there are, and that new ones can be made.
    private void requireWhole(FaultyDirectory disk, Database database, Contents found)
            throws IOException {
        if (disk.list(FoldersOnDisk.NAME).contains("next")) {
            assertThat(restored(disk, NEXT)).isEqualTo(before);
        } else {
            assertThat(database.snapshots().create(NEXT, Set.of(), Progress.NONE)).isNotNull();
            assertThat(restored(disk, NEXT)).isEqualTo(found);
        }
        assertThat(restored(disk, ARCHIVE)).isEqualTo(archived);
        List<Backup> backups = database.snapshots().backups(BACKUPS);
        assertThat(backups.size()).isBetween(1, 2);
        Backup last = database.snapshots().backup(BACKUPS, Set.of(), Progress.NONE);
        assertThat(last.number()).isEqualTo(backups.size() + 1);
        for (int number = 1; number <= last.number(); number++) {
            assertThat(restored(disk, number))
                    .isEqualTo(number == 1 ? archived : number == last.number() ? found : before);
        }
        assertThat(disk.list(FoldersOnDisk.NAME)).noneMatch(name -> name.endsWith(".tmp"));
    }

    private static Contents restored(FaultyDirectory disk, Path archive) {
        return restored(
                disk,
                database ->
                        database.snapshots().restore(archive, RestoreOptions.ALL, Progress.NONE));
    }

    private static Contents restored(FaultyDirectory disk, long backup) {
        return restored(
                disk,
                database ->
                        database.snapshots()
                                .restoreBackup(BACKUPS, backup, RestoreOptions.ALL, Progress.NONE));
    }

    private static Contents restored(FaultyDirectory from, Consumer<Database> restore) {
        try (Database database =
                LocalDatabase.open(
                        new FaultyDirectory(),
                        EmbeddingModels.none(),
                        new Shard.Environment(
                                BuildOptions.threads(1),
                                StorageSettings.of(new WriteBuffer(1_000, 1 << 20)),
                                new SteppedExecutor().threads()),
                        new FoldersOnDisk(from))) {
            restore.accept(database);
            return Contents.of(database);
        }
    }

    /// Only folders that the catalog names are left by the next opening.
    private static void requireTidy(FaultyDirectory disk) throws IOException {
        try (Database database = open(disk)) {
            long folders = disk.list("").stream().filter(name -> name.startsWith("c-")).count();
            assertThat(folders).isEqualTo(database.collections().size());
        }
    }
}
