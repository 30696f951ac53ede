package io.vecdb.collection;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.Query;
import io.vecdb.api.RepairReport;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.VectorConfig;
import io.vecdb.api.VerifyReport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A collection whose files were damaged: listed with its error beside others that are served,
/// verified, repaired, dropped.
class RepairTest {
    private static final int POINTS = 3_000;
    private static final int DELETED = 100;

    @TempDir Path root;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() {
        folder = root.resolve("data");
        try (Database database = open()) {
            Collection bad = create(database, "bad");
            bad.upsert(points(0, POINTS));
            bad.compact();
            bad.delete(Selection.matching(Filter.lt("n", DELETED)));
            bad.setPayload(Selection.of(PointId.of(500)), Value.fields(Map.of("more", "x")));
            create(database, "good").upsert(points(0, 50));
        }
    }

    private static Collection create(Database database, String name) {
        VectorConfig vector =
                VectorConfig.of(32, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 20, 100));
        return database.createCollection(name, CollectionConfig.of(vector));
    }

    private Database open() {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(100_000, 1L << 30));
    }

    private static List<Point> points(int from, int to) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < to; i++) {
            points.add(point(i));
        }
        return points;
    }

    private static Point point(int i) {
        float[] vector = new float[32];
        vector[i % 32] = i;
        return Point.of(i, vector).with("n", i).with("text", "some text of point " + i);
    }

    /// The newest file of the collection `bad` whose name matches.
    private Path file(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("c-1"))) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static void damage(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x10;
        Files.write(file, bytes);
    }

    private static void requireSound(Database database) {
        VerifyReport after = database.verify("bad", Progress.NONE);
        assertThat(after.damages()).isEmpty();
        assertThat(database.collection("good").count(Filter.all())).isEqualTo(50);
    }

    @Test
    void whatIsSoundIsLeftAsItIs() {
        try (Database database = open()) {
            VerifyReport report = database.verify("bad", Progress.NONE);
            assertThat(report.isSound()).isTrue();
            assertThat(report.files()).isGreaterThan(5);
            assertThat(report.bytes()).isGreaterThan(POINTS * 32L * Float.BYTES);
            Collection held = database.collection("bad");
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.actions()).isEmpty();
            assertThat(repaired.points()).isEqualTo(POINTS - DELETED);
            assertThat(held.count(Filter.all())).isEqualTo(POINTS - DELETED);
        }
    }

    @Test
    void aDamagedIndexLosesNothing() throws IOException {
        Path index = file(".*index0");
        damage(index, Files.size(index) / 2);
        try (Database database = open()) {
            assertThat(database.verify("bad", Progress.NONE).damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.file()).endsWith("index0"));
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.damages()).isNotEmpty();
            assertThat(repaired.lostPoints()).isZero();
            assertThat(repaired.points()).isEqualTo(POINTS - DELETED);
            requireSound(database);
            Collection collection = database.collection("bad");
            assertThat(collection.search(Query.nearest(new float[32]).limit(1)).getFirst().id())
                    .isEqualTo(PointId.of(DELETED));
            assertThat(collection.count(Filter.eq("more", "x"))).isEqualTo(1);
        }
    }

    @Test
    void memoryThatTheDamagedCollectionTookIsGivenBack() throws IOException {
        damage(file(".*vectors0"), 64 + 2 * 65_536 + 5);
        long repaired;
        try (Database database = open()) {
            database.collection("bad")
                    .setPayload(
                            Selection.matching(Filter.lt("n", 300)),
                            Value.fields(Map.of("text", "x".repeat(300))));
            var _ = database.repair("bad", Progress.NONE);
            repaired = database.memory().usedBytes();
        }
        try (Database database = open()) {
            assertThat(repaired).isEqualTo(database.memory().usedBytes());
        }
    }

    @Test
    void whatCannotBeReadIsLostAndNothingElse() throws IOException {
        Path vectors = file(".*vectors0");
        damage(vectors, 64 + 2 * 65_536 + 5);
        try (Database database = open()) {
            RepairReport repaired = database.repair("bad", Progress.NONE);
            // A block of 64 KiB holds 512 rows of 128 bytes.
            assertThat(repaired.lostPoints()).isEqualTo(512);
            assertThat(repaired.points()).isEqualTo(POINTS - DELETED - 512);
            assertThat(repaired.actions()).hasSize(1);
            requireSound(database);
            for (Point point :
                    database.collection("bad")
                            .scroll(Scroll.FIRST.limit(5_000).include(Include.EVERYTHING))
                            .points()) {
                int number = Integer.parseInt(point.id().toString());
                assertThat(point.vectors()).isEqualTo(point(number).vectors());
                if (number != 500) {
                    assertThat(point.payload()).isEqualTo(point(number).payload());
                }
            }
        }
        try (Database database = open()) {
            requireSound(database);
        }
    }

    @Test
    void aMissingFileMakesOneCollectionUnusableAndNotTheOthers() throws IOException {
        Files.delete(file(".*ids"));
        try (Database database = open()) {
            assertThatThrownBy(() -> database.collection("bad"))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .hasMessageContaining("ids");
            assertThat(database.collection("good").count(Filter.all())).isEqualTo(50);
            assertThat(database.states())
                    .extracting(CollectionState::name, CollectionState::isUsable)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("bad", false),
                            org.assertj.core.groups.Tuple.tuple("good", true));
            assertThat(database.verify("bad", Progress.NONE).isSound()).isFalse();
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.lostPoints()).isEqualTo(POINTS - DELETED);
            assertThat(repaired.points()).isZero();
            requireSound(database);
            database.collection("bad").upsert(points(0, 10));
        }
        try (Database database = open()) {
            assertThat(database.collection("bad").count(Filter.all())).isEqualTo(10);
        }
    }

    @Test
    void unreadableChangesAreSaidToBeLost() throws IOException {
        damage(file(".*changes-.*"), 70);
        try (Database database = open()) {
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.actions()).anyMatch(action -> action.contains("may be back"));
            assertThat(repaired.points()).isEqualTo(POINTS);
            requireSound(database);
        }
    }

    @Test
    void aPointThatWasWrittenAgainIsThereOnceThoughChangesAreUnreadable() throws IOException {
        try (Database database = open()) {
            database.collection("bad").upsert(points(1_000, 1_050));
        }
        damage(file("seg-.*changes-.*"), 70);
        try (Database database = open()) {
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.points()).isEqualTo(POINTS);
            requireSound(database);
            Collection bad = database.collection("bad");
            bad.delete(Selection.of(PointId.of(1_007)));
            assertThat(bad.retrieve(List.of(PointId.of(1_007)), Include.EVERYTHING)).isEmpty();
            assertThat(bad.count(Filter.all())).isEqualTo(POINTS - 1);
        }
    }

    @Test
    void whatStandsBeforeDamageInTheLogIsKept() throws IOException {
        Path copy = root.resolve("copy");
        try (Database database = open()) {
            Collection bad = database.collection("bad");
            for (int i = 0; i < 100; i++) {
                bad.upsert(points(10_000 + i, 10_001 + i));
            }
            FolderCopy.copy(folder, copy);
        }
        folder = copy;
        Path log = file("wal-.*log");
        byte[] bytes = Files.readAllBytes(log);
        int record = indexOf(bytes, "some text of point 10050");
        damage(log, record);
        try (Database database = open()) {
            assertThatThrownBy(() -> database.collection("bad"))
                    .hasMessageContaining("is damaged or missing");
            RepairReport repaired = database.repair("bad", Progress.NONE);
            assertThat(repaired.points()).isEqualTo(POINTS - DELETED + 50);
            assertThat(repaired.lostWrites()).isEqualTo(49);
            requireSound(database);
            database.collection("bad").upsert(points(20_000, 20_001));
        }
        try (Database database = open()) {
            assertThat(database.collection("bad").count(Filter.all()))
                    .isEqualTo(POINTS - DELETED + 51);
        }
    }

    @Test
    void aManifestThatGoesBadWhileItsCollectionIsOpenIsFoundWhenItIsReadAgain() throws IOException {
        try (Database database = open()) {
            Slot.Open bad = (Slot.Open) ((LocalDatabase) database).slot("bad");
            assertThat(bad.shard().checkRest()).isEmpty();
            damage(file("manifest-.*"), 70);
            assertThat(bad.shard().checkRest())
                    .extracting(Damage::file)
                    .singleElement(as(STRING))
                    .startsWith("c-1/manifest-");
        }
    }

    @Test
    void aDamagedCollectionCanBeDropped() throws IOException {
        Files.delete(file(".*payload"));
        try (Database database = open()) {
            assertThat(database.dropCollection("bad")).isTrue();
            assertThat(database.collections()).containsExactly("good");
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
