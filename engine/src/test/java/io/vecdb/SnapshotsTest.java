package io.vecdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Backup;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.Query;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.Selection;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.SnapshotInfo.CollectionInfo;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Snapshots and backups as a user sees them, on a real disk.
@SuppressWarnings("NullAway.Init") // set before each test
class SnapshotsTest {
    @TempDir Path temporary;

    private Path folder;
    private Path out;
    private Path archive;

    @BeforeEach
    void folders() throws IOException {
        folder = temporary.resolve("db");
        out = Files.createDirectory(temporary.resolve("out"));
        archive = out.resolve("monday.vecdb");
    }

    private static Collection fill(Database database, String name, int from, int to) {
        Collection collection =
                database.hasCollection(name)
                        ? database.collection(name)
                        : database.createCollection(name, CollectionConfig.of(2, Metric.L2));
        for (int i = from; i < to; i++) {
            collection.upsert(List.of(Point.of(i, i, 1).with("n", i)));
        }
        return collection;
    }

    private static void refused(ErrorCode code, ThrowingCallable call, String... words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .satisfies(
                        e -> assertThat(List.of(words)).allMatch(("" + e.getMessage())::contains));
    }

    private static void create(Database database, Path archive, String... names) {
        assertThat(database.snapshots().create(archive, Set.of(names), Progress.NONE).files())
                .isNotNegative();
    }

    private static List<String> restore(Database database, Path archive, RestoreOptions options) {
        return database.snapshots().restore(archive, options, Progress.NONE);
    }

    private static List<String> in(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsInAnArchiveCanBeReadWithoutADatabase() {
        SnapshotInfo created;
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10).delete(Selection.of(PointId.of(3)));
            fill(database, "hats", 0, 4);
            fill(database, "bags", 0, 0);
            created = database.snapshots().create(archive, Set.of(), Progress.NONE);
            assertThat(database.snapshots().read(archive)).isEqualTo(created);
        }
        assertThat(created.collections())
                .containsExactly(
                        new CollectionInfo("bags", 0, 0),
                        new CollectionInfo("hats", 4, 4),
                        new CollectionInfo("shoes", 9, 11));
        assertThat(VecDb.readSnapshot(archive)).isEqualTo(created);
        assertThat(archive).isRegularFile();
    }

    @Test
    void aCollectionIsRestoredBesideTheOriginal() {
        try (Database database = VecDb.open(folder)) {
            Collection shoes = fill(database, "shoes", 0, 10);
            create(database, archive, "shoes");
            shoes.delete(Selection.of(PointId.of(3)));

            RestoreOptions options = RestoreOptions.ALL.collection("shoes", "old-shoes");
            assertThat(restore(database, archive, options)).containsExactly("old-shoes");

            assertThat(database.collection("old-shoes").count(Filter.all())).isEqualTo(10);
            assertThat(shoes.count(Filter.all())).isEqualTo(9);
            fill(database, "old-shoes", 10, 12);
            assertThat(shoes.count(Filter.all())).isEqualTo(9);
        }
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collection("old-shoes").count(Filter.all())).isEqualTo(12);
            assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(9);
        }
    }

    @Test
    void anotherDatabaseGetsAll() {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            fill(database, "hats", 0, 5);
            create(database, archive);
        }
        try (Database other = VecDb.open(temporary.resolve("other"))) {
            assertThat(restore(other, archive, RestoreOptions.ALL))
                    .containsExactly("hats", "shoes");
            assertThat(other.collection("shoes").search(Query.nearest(4, 1).limit(1)))
                    .extracting(hit -> hit.id())
                    .containsExactly(PointId.of(4));
            assertThat(other.collection("shoes").sequence()).isEqualTo(10);
        }
        try (Database other = VecDb.open(temporary.resolve("other"))) {
            assertThat(other.collection("hats").count(Filter.all())).isEqualTo(5);
        }
    }

    @Test
    void replacingMustBeAskedFor() {
        try (Database database = VecDb.open(folder)) {
            Collection before = fill(database, "shoes", 0, 10);
            create(database, archive);
            fill(database, "shoes", 10, 20);

            refused(
                    ErrorCode.ALREADY_EXISTS,
                    () -> restore(database, archive, RestoreOptions.ALL),
                    "'shoes'");
            assertThat(before.count(Filter.all())).isEqualTo(20);

            assertThat(restore(database, archive, RestoreOptions.ALL.replacing()))
                    .containsExactly("shoes");
            assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(10);
            refused(ErrorCode.CLOSED, () -> before.count(Filter.all()));
            refused(ErrorCode.CLOSED, () -> fill(before));
        }
        try (Database database = VecDb.open(folder)) {
            assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(10);
            assertThat(folder.resolve("c-1")).doesNotExist();
        }
    }

    private static void fill(Collection collection) {
        assertThat(collection.upsert(List.of(Point.of(1, 1, 1)))).isPositive();
    }

    @Test
    void aDamagedCollectionIsReplaced() throws IOException {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            create(database, archive);
        }
        Files.delete(folder.resolve("c-1/seg-1.ids"));
        try (Database database = VecDb.open(folder)) {
            refused(ErrorCode.CORRUPT, () -> database.collection("shoes"));
            refused(ErrorCode.CORRUPT, () -> create(database, temporary.resolve("x")), "'shoes'");
            assertThat(restore(database, archive, RestoreOptions.ALL.replacing())).isNotEmpty();
            assertThat(database.collection("shoes").count(Filter.all())).isEqualTo(10);
        }
    }

    @Test
    void nothingIsOverwrittenAndNothingIsLeftBehind() throws IOException {
        try (Database database = VecDb.open(folder)) {
            Collection shoes = fill(database, "shoes", 0, 10);
            Files.writeString(archive, "mine");
            refused(ErrorCode.ALREADY_EXISTS, () -> create(database, archive), "'monday.vecdb'");
            assertThat(shoes.stats().segments()).as("flushed for nothing").isEmpty();
            assertThat(archive).hasContent("mine");
            Path link = archive.resolveSibling("link");
            Files.createSymbolicLink(link, temporary.resolve("elsewhere"));
            refused(ErrorCode.ALREADY_EXISTS, () -> create(database, link), "'link'");
            refused(ErrorCode.NOT_FOUND, () -> create(database, temporary.resolve("no/where")));
            refused(ErrorCode.NOT_FOUND, () -> create(database, temporary.resolve("x"), "socks"));
            refused(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> create(database, folder.resolve("c-1/x")),
                    "own folder");
            Path stop = archive.resolveSibling("stopped");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() ->
                            database.snapshots()
                                    .create(
                                            stop,
                                            Set.of(),
                                            (done, total) -> {
                                                if (done > 0) {
                                                    throw new IllegalStateException("stop");
                                                }
                                            }));
            assertThat(in(out)).containsExactly("link", "monday.vecdb");
            assertThat(temporary.resolve("elsewhere")).doesNotExist();
        }
    }

    @Test
    void aCutOffDraftIsRemovedByTheNext() throws IOException {
        try (Database database = VecDb.open(folder)) {
            Path draft = archive.resolveSibling("monday.vecdb.0123456789abcdef.tmp");
            Files.writeString(draft, "half");
            Path mine = archive.resolveSibling("monday.vecdb.tmp");
            Files.writeString(mine, "mine");
            create(database, archive);
            assertThat(in(out)).containsExactly("monday.vecdb", "monday.vecdb.tmp");
        }
    }

    @Test
    void namesThatAreNotThere() {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 1);
            create(database, archive);
            refused(
                    ErrorCode.NOT_FOUND,
                    () -> restore(database, archive, RestoreOptions.ALL.collection("hats")),
                    "'hats'",
                    "[shoes]");
            refused(
                    ErrorCode.NOT_FOUND,
                    () -> restore(database, temporary.resolve("no"), RestoreOptions.ALL),
                    "'no'");
            refused(
                    ErrorCode.NOT_FOUND,
                    () ->
                            database.snapshots()
                                    .restoreBackup(out, 7, RestoreOptions.ALL, Progress.NONE),
                    "backup 7",
                    "there is none");
        }
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> RestoreOptions.ALL.collection("a", "../b"),
                "not allowed");
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> RestoreOptions.ALL.collection("a", "c").collection("b", "c"),
                "under one name");
    }

    @Test
    void progressCountsAllBytes() {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            List<Long> told = new ArrayList<>();
            SnapshotInfo info =
                    database.snapshots()
                            .create(
                                    archive,
                                    Set.of(),
                                    (done, total) -> {
                                        told.add(done);
                                        told.add(total);
                                    });
            assertThat(told).containsExactly(0L, info.bytes(), info.bytes(), info.bytes());
        }
    }

    @Test
    void backupsShareFilesAndAllStayRestorable() throws IOException {
        Path backups = temporary.resolve("backups");
        try (Database database = VecDb.open(folder)) {
            Collection shoes = fill(database, "shoes", 0, 10);
            fill(database, "hats", 0, 5);
            Backup first = database.snapshots().backup(backups, Set.of(), Progress.NONE);
            shoes.delete(Selection.of(PointId.of(3)));
            Backup second = database.snapshots().backup(backups, Set.of(), Progress.NONE);
            Backup third = database.snapshots().backup(backups, Set.of("shoes"), Progress.NONE);

            assertThat(first.copiedFiles()).isEqualTo(first.contents().files()).isEqualTo(10);
            assertThat(second.copiedFiles()).isOne();
            assertThat(second.contents().files()).isEqualTo(11);
            assertThat(third.copiedFiles()).isZero();
            assertThat(third.contents().collections()).hasSize(1);
            assertThat(database.snapshots().backups(backups)).containsExactly(first, second, third);
            assertThat(VecDb.backups(backups)).hasSize(3);
        }
        try (Database database = VecDb.open(folder)) {
            for (int number = 1; number <= 3; number++) {
                String name = "shoes" + number;
                RestoreOptions options = RestoreOptions.ALL.collection("shoes", name);
                assertThat(
                                database.snapshots()
                                        .restoreBackup(backups, number, options, Progress.NONE))
                        .containsExactly(name);
                assertThat(database.collection(name).count(Filter.all()))
                        .isEqualTo(number == 1 ? 10 : 9);
            }
        }
    }

    @Test
    void aLinkInAFolderOfBackupsIsNotFollowed() throws IOException {
        Path backups = temporary.resolve("backups");
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).number())
                    .isOne();
            String id =
                    in(backups).stream()
                            .filter(name -> name.matches("[0-9a-f]{16}"))
                            .findFirst()
                            .orElseThrow();
            Files.move(backups.resolve(id), temporary.resolve("aside"));
            Files.createSymbolicLink(backups.resolve(id), elsewhere);
            refused(
                    ErrorCode.IO_ERROR,
                    () -> {
                        var _ = database.snapshots().backup(backups, Set.of(), Progress.NONE);
                    },
                    "its folder is a link");
            assertThat(in(elsewhere)).isEmpty();
        }
    }

    @Test
    void whatABackupThatFailedLeftIsClearedUpByTheNext() throws IOException {
        Path backups = temporary.resolve("backups");
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).number())
                    .isOne();
            Path shoes;
            try (Stream<Path> folders = Files.list(backups)) {
                shoes = folders.filter(Files::isDirectory).findFirst().orElseThrow();
            }
            Files.writeString(shoes.resolve("seg-9.ids.00000000.tmp"), "half");
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).number())
                    .isEqualTo(2);
            assertThat(in(shoes)).isNotEmpty().noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void aDamagedFileOfABackupIsCopiedAnew() throws IOException {
        Path backups = temporary.resolve("backups");
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 0, 10);
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).number())
                    .isOne();
            try (Stream<Path> files = Files.walk(backups)) {
                Path ids =
                        files.filter(path -> path.toString().contains("seg-1.ids"))
                                .findFirst()
                                .orElseThrow();
                Files.write(ids, new byte[100]);
            }
            refused(
                    ErrorCode.CORRUPT,
                    () ->
                            database.snapshots()
                                    .restoreBackup(
                                            backups,
                                            1,
                                            RestoreOptions.ALL.collection("shoes", "again"),
                                            Progress.NONE),
                    "seg-1.ids");
            assertThat(database.collections()).containsExactly("shoes");
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).copiedFiles())
                    .isOne();
            assertThat(
                            database.snapshots()
                                    .restoreBackup(
                                            backups,
                                            1,
                                            RestoreOptions.ALL.collection("shoes", "again"),
                                            Progress.NONE))
                    .containsExactly("again");
        }
    }
}
