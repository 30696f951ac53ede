package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.DatabaseOptions;
import io.vecdb.FolderCopy;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Damage;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Progress;
import io.vecdb.api.RepairReport;
import io.vecdb.api.Selection;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.FileHeader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A collection whose newest manifest cannot be read: opening refuses it, a repair goes back to an
/// older one and says so.
class ManifestRepairTest {
    private static final int SEALED = 40;
    private static final int FLUSHED = 25;

    @TempDir Path root;

    private Path folder = Path.of("");

    /// What a disk does to a file.
    enum Harm {
        FLIP,
        CUT,
        EMPTY,
        ZERO;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case FLIP -> bytes[bytes.length / 2] ^= 1;
                case CUT -> bytes = Arrays.copyOf(bytes, bytes.length - 20);
                case EMPTY -> bytes = new byte[0];
                case ZERO -> Arrays.fill(bytes, (byte) 0);
            }
            Files.write(file, bytes);
        }
    }

    /// One segment that the last manifest but one names, another one beside it in the last.
    @BeforeEach
    void fill() throws IOException {
        folder = root.resolve("data");
        try (Database database = open()) {
            Collection bad = database.createCollection("bad", CollectionConfig.of(2, Metric.L2));
            bad.upsert(points(0, SEALED));
            bad.compact();
            database.createCollection("good", CollectionConfig.of(2, Metric.L2))
                    .upsert(points(0, 3));
        }
        try (Database database = open()) {
            database.collection("bad").upsert(points(SEALED, SEALED + FLUSHED));
            FolderCopy.copy(folder, root.resolve("before"));
        }
        assertThat(manifests()).hasSize(2);
    }

    private Database open() {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(100_000, 1L << 30));
    }

    private static List<Point> points(int from, int to) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < to; i++) {
            points.add(Point.of(i, i, 1));
        }
        return points;
    }

    private List<Path> files(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("c-1"))) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> manifests() throws IOException {
        return files("manifest-.*");
    }

    /// As if the process had been killed before the log forgot what was flushed.
    private void bringBackTheLog() throws IOException {
        Path before = root.resolve("before").resolve("c-1");
        try (Stream<Path> files = Files.list(before)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                Files.copy(file, folder.resolve("c-1").resolve(file.getFileName()));
            }
        }
    }

    private static void requireCorrupt(Runnable call, String... words) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContainingAll(words);
    }

    private void requireRepaired(int points) {
        try (Database database = open()) {
            Collection bad = database.collection("bad");
            assertThat(bad.count(Filter.all())).isEqualTo(points);
            assertThat(database.verify("bad", Progress.NONE).damages()).isEmpty();
            assertThat(database.collection("good").count(Filter.all())).isEqualTo(3);
            bad.upsert(points(1_000, 1_010));
            bad.compact();
        }
        try (Database database = open()) {
            assertThat(database.collection("bad").count(Filter.all())).isEqualTo(points + 10);
            assertThat(database.verify("bad", Progress.NONE).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheOlderOneLacksComesBackFromTheLog(Harm harm) throws IOException {
        bringBackTheLog();
        Path newest = manifests().getLast();
        harm.to(newest);
        try (Database database = open()) {
            requireCorruptAndNamed(database, newest);
            RepairReport report = database.repair("bad", Progress.NONE);
            assertThat(report.points()).isEqualTo(SEALED + FLUSHED);
            assertThat(report.lostWrites()).isZero();
            assertThat(report.damages()).hasSize(1);
            assertThat(report.actions())
                    .hasSize(2)
                    .anyMatch(action -> action.contains("its state as of write 1,"))
                    .anyMatch(action -> action.contains("the writes from 2 to 2, without a gap"));
        }
        requireRepaired(SEALED + FLUSHED);
    }

    /// Opening says what can be done, and verifying names the file.
    private static void requireCorruptAndNamed(Database database, Path newest) {
        assertThat(database.states())
                .extracting(CollectionState::isUsable)
                .containsExactly(false, true);
        String name = newest.getFileName().toString();
        requireCorrupt(
                () -> database.collection("bad"), name, "Verify it", "restore it", "repair it");
        assertThat(database.verify("bad", Progress.NONE).damages())
                .extracting(Damage::file)
                .contains("c-1/" + name);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotInTheLogIsSaidToBeLost(Harm harm) throws IOException {
        harm.to(manifests().getLast());
        try (Database database = open()) {
            RepairReport report = database.repair("bad", Progress.NONE);
            assertThat(report.points()).isEqualTo(SEALED);
            assertThat(report.actions())
                    .hasSize(2)
                    .anyMatch(action -> action.contains("given up: [2]"))
                    .anyMatch(action -> action.contains("after write 1, if anything, is lost"));
        }
        requireRepaired(SEALED);
    }

    @Test
    void writesBehindAGapAreGivenUp() throws IOException {
        Path killed = root.resolve("killed");
        try (Database database = open()) {
            database.collection("bad").upsert(points(500, 501));
            FolderCopy.copy(folder, killed);
        }
        folder = killed;
        Harm.FLIP.to(manifests().getLast());
        try (Database database = open()) {
            RepairReport report = database.repair("bad", Progress.NONE);
            assertThat(report.points()).isEqualTo(SEALED);
            assertThat(report.lostWrites()).isEqualTo(1);
            assertThat(report.actions())
                    .anyMatch(action -> action.contains("everything before write 2 was kept"))
                    .anyMatch(action -> action.contains("after write 1, if anything, is lost"));
        }
        requireRepaired(SEALED);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnOlderOneNothingIsChanged(Harm harm) throws IOException {
        Files.delete(manifests().getFirst());
        harm.to(manifests().getFirst());
        requireNothingToBeDone(
                "none of its manifests can be used", manifests().getFirst().getFileName() + "'");
    }

    @Test
    void anOlderOneWhoseFilesAreGoneIsNotUsed() throws IOException {
        try (Database database = open()) {
            database.collection("bad").compact();
        }
        Harm.FLIP.to(manifests().getLast());
        requireNothingToBeDone("none of its manifests can be used", "the file is missing");
    }

    @Test
    void withoutAnyManifestNothingIsChanged() throws IOException {
        for (Path manifest : manifests()) {
            Files.delete(manifest);
        }
        requireNothingToBeDone("it has no manifest", "segment files");
    }

    private void requireNothingToBeDone(String... words) throws IOException {
        Map<Path, byte[]> before = contents();
        try (Database database = open()) {
            requireCorrupt(() -> database.repair("bad", Progress.NONE), words);
            requireCorrupt(
                    () -> database.repair("bad", Progress.NONE),
                    "Nothing was changed",
                    "Restore the collection from a snapshot",
                    "or drop it");
            assertThat(contents().keySet()).isEqualTo(before.keySet());
            contents().forEach((file, bytes) -> assertThat(bytes).isEqualTo(before.get(file)));
            assertThat(database.dropCollection("bad")).isTrue();
        }
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        for (Path file : files(".*")) {
            contents.put(file, Files.readAllBytes(file));
        }
        return contents;
    }

    @Test
    void oneOfANewerReleaseIsNoDamage() throws IOException {
        Path newest = manifests().getLast();
        byte[] bytes = Files.readAllBytes(newest);
        byte[] header =
                FileHeader.seal(
                        FileHeader.begin(new FileFormat(CollectionManifest.FORMAT.name(), 2)));
        System.arraycopy(header, 0, bytes, 0, header.length);
        Files.write(newest, bytes);
        Map<Path, byte[]> before = contents();
        try (Database database = open()) {
            assertThatThrownBy(() -> database.repair("bad", Progress.NONE))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT))
                    .hasMessageContaining("open it with a newer release");
        }
        assertThat(contents().keySet()).isEqualTo(before.keySet());
    }

    @ParameterizedTest
    @EnumSource
    void ofAnOpenCollectionItIsWrittenAgain(Harm harm) throws IOException {
        try (Database database = open()) {
            assertThat(database.verify("bad", Progress.NONE).isSound()).isTrue();
            database.collection("bad").delete(Selection.of(1));
            Path newest = manifests().getLast();
            // Another file: the one that is mapped stays as it is.
            Path harmed = root.resolve("harmed");
            Files.copy(newest, harmed);
            harm.to(harmed);
            Files.delete(newest);
            Files.move(harmed, newest);
            assertThat(database.verify("bad", Progress.NONE).damages())
                    .extracting(Damage::file)
                    .containsExactly("c-1/" + newest.getFileName());
            RepairReport report = database.repair("bad", Progress.NONE);
            assertThat(report.points()).isEqualTo(SEALED + FLUSHED - 1);
            assertThat(report.damages()).hasSize(1);
            assertThat(report.actions())
                    .containsExactly(
                            "The manifest was written anew from memory; nothing of it is lost.");
        }
        requireRepaired(SEALED + FLUSHED - 1);
    }

    @Test
    void ofAnOpenCollectionOneThatIsGoneIsNoticed() throws IOException {
        try (Database database = open()) {
            Files.delete(manifests().getLast());
            assertThat(database.verify("bad", Progress.NONE).damages())
                    .extracting(Damage::finding)
                    .containsExactly(
                            "the newest manifest in it is not the one that was written last");
            database.repair("bad", Progress.NONE);
        }
        requireRepaired(SEALED + FLUSHED);
    }
}
