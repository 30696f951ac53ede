package io.vecdb.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.Objects.requireNonNull;

import io.vecdb.FolderCopy;
import io.vecdb.VecDb;
import io.vecdb.api.Backup;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.Query;
import io.vecdb.api.RestoreOptions;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// This release opens what release 0.1.0 wrote: every file of format version 1 still says what it
/// said then. [StoredPoints] knows what that is without reading a file.
class FormatOneTest {
    static final Path FIXTURES = Path.of("src", "test", "resources", "format-1");

    @TempDir Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        data = folder.resolve("data");
        FolderCopy.copy(FIXTURES.resolve("database"), data);
    }

    @Test
    void everythingThatWasWrittenIsThere() {
        try (Database database = VecDb.open(data)) {
            assertThat(database.states()).allMatch(CollectionState::isUsable).hasSize(3);
            requireSound(database);
            requireAll(database);
        }
    }

    @Test
    void whatItOpenedItGoesOnWriting() {
        Map<PointId, Point> expected = StoredPoints.atLast();
        try (Database database = VecDb.open(data)) {
            Collection things = database.collection("things");
            Point added = StoredPoints.point(300);
            things.upsert(List.of(added));
            expected.put(added.id(), added);
            things.delete(Selection.of(StoredPoints.id(0), StoredPoints.id(61)));
            expected.remove(StoredPoints.id(0));
            expected.remove(StoredPoints.id(61));
        }
        // Closing has flushed it beside the old segments.
        try (Database database = VecDb.open(data)) {
            Collection things = database.collection("things");
            requireSound(database);
            requirePoints(things, expected);
            things.compact();
            requireSound(database);
            requirePoints(things, expected);
            requireSearches(things, expected);
        }
        try (Database database = VecDb.open(data)) {
            requireSound(database);
            requirePoints(database.collection("things"), expected);
        }
    }

    @Test
    void aSnapshotIsRestored() {
        Path archive = FIXTURES.resolve("snapshot.vecdb");
        assertThat(VecDb.readSnapshot(archive).collections())
                .extracting(SnapshotInfo.CollectionInfo::name)
                .containsExactly("empty", "marked", "things");
        try (Database database = VecDb.open(folder.resolve("new"))) {
            database.snapshots().restore(archive, RestoreOptions.ALL, Progress.NONE);
            requireSound(database);
            requireAll(database);
        }
    }

    @Test
    void backupsAreRestored() throws IOException {
        Path backups = folder.resolve("backups");
        FolderCopy.copy(FIXTURES.resolve("backups"), backups);
        assertThat(VecDb.backups(backups)).extracting(Backup::number).containsExactly(1L, 2L);
        try (Database database = VecDb.open(folder.resolve("new"))) {
            database.snapshots().restoreBackup(backups, 1, RestoreOptions.ALL, Progress.NONE);
            requireSound(database);
            requireAll(database);
            database.snapshots()
                    .restoreBackup(backups, 2, RestoreOptions.ALL.replacing(), Progress.NONE);
            requireSound(database);
            requirePoints(database.collection("marked"), byId(MadeFixtures.marked(0, 5)));
            // The next backup goes into the same folder.
            assertThat(database.snapshots().backup(backups, Set.of(), Progress.NONE).number())
                    .isEqualTo(3);
        }
    }

    private static void requireSound(Database database) {
        for (String name : database.collections()) {
            assertThat(database.verify(name, Progress.NONE).damages()).isEmpty();
        }
    }

    private static void requireAll(Database database) {
        assertThat(database.collections()).containsExactly("empty", "marked", "things");
        Collection empty = database.collection("empty");
        assertThat(empty.config()).isEqualTo(MadeFixtures.emptyConfig());
        requirePoints(empty, Map.of());
        requirePoints(database.collection("marked"), byId(MadeFixtures.marked(0, 3)));
        Collection things = database.collection("things");
        assertThat(things.config().vectors()).isEqualTo(StoredPoints.config().vectors());
        assertThat(things.config().payloadIndexes()).isEqualTo(StoredPoints.indexesAtLast());
        requirePoints(things, StoredPoints.atLast());
        requireCounts(things, StoredPoints.atLast());
        requireSearches(things, StoredPoints.atLast());
    }

    private static Map<PointId, Point> byId(List<Point> points) {
        Map<PointId, Point> byId = new TreeMap<>();
        points.forEach(point -> byId.put(point.id(), point));
        return byId;
    }

    /// All points, in their order, each also by its id.
    private static void requirePoints(Collection collection, Map<PointId, Point> expected) {
        assertThat(collection.count(Filter.all())).isEqualTo(expected.size());
        assertThat(collection.stats().points()).isEqualTo(expected.size());
        List<Point> all =
                collection.scroll(Scroll.FIRST.limit(1_000).include(Include.EVERYTHING)).points();
        assertThat(all).extracting(Point::id).containsExactlyElementsOf(expected.keySet());
        all.forEach(point -> requireSame(point, requireNonNull(expected.get(point.id()))));
        collection
                .retrieve(List.copyOf(expected.keySet()), Include.EVERYTHING)
                .forEach(point -> requireSame(point, requireNonNull(expected.get(point.id()))));
    }

    private static void requireSame(Point found, Point wanted) {
        assertThat(found.payload()).isEqualTo(wanted.payload());
        assertThat(List.copyOf(found.payload().keySet()))
                .isEqualTo(List.copyOf(wanted.payload().keySet()));
        assertThat(found.vectors().keySet()).isEqualTo(wanted.vectors().keySet());
        wanted.vectors()
                .forEach((field, vector) -> {
                    // Under cosine the direction and the length are stored.
                    float off = field.equals("cosine") ? 1e-5f : 0;
                    assertThat(values(found, field)).containsExactly(values(vector), within(off));
                });
    }

    private static float[] values(Point point, String field) {
        return values(requireNonNull(point.vectors().get(field)));
    }

    private static float[] values(Vector vector) {
        return ((Vector.Dense) vector).values();
    }

    private static void requireCounts(Collection things, Map<PointId, Point> expected) {
        Map<Filter, Predicate<Point>> filters = new LinkedHashMap<>();
        filters.put(Filter.eq("word", "word 3"), point -> is(point, "word", Value.of("word 3")));
        filters.put(Filter.eq("word", "b 40"), point -> is(point, "word", Value.of(list(40))));
        filters.put(Filter.eq("word", "changed"), point -> is(point, "word", Value.of("changed")));
        filters.put(Filter.eq("number", 2), point -> is(point, "number", Value.of(2)));
        filters.put(Filter.lt("number", -4), point -> number(point, "number") < -4);
        filters.put(Filter.gte("price", 5), point -> number(point, "price") >= 5);
        filters.put(Filter.eq("flag", true), point -> is(point, "flag", Value.of(true)));
        filters.put(
                Filter.eq("nested.deep", "leaf 1"),
                point ->
                        point.payload().get("nested") instanceof Value.Struct nested
                                && Value.of("leaf 1").equals(nested.fields().get("deep")));
        filters.put(Filter.exists("word"), point -> point.payload().containsKey("word"));
        filters.put(
                Filter.eq("ünicode 😀", "€ 62"),
                point -> is(point, "ünicode 😀", Value.of("€ 62")));
        filters.forEach((filter, matches) -> {
            List<PointId> wanted =
                    expected.values().stream().filter(matches).map(Point::id).toList();
            assertThat(wanted).as("%s", filter).isNotEmpty();
            assertThat(things.count(filter)).as("%s", filter).isEqualTo(wanted.size());
            assertThat(things.scroll(Scroll.FIRST.filter(filter)).points())
                    .extracting(Point::id)
                    .isEqualTo(wanted);
        });
    }

    private static List<String> list(int number) {
        return List.of("a", "b " + number);
    }

    private static boolean is(Point point, String field, Value value) {
        return value.equals(point.payload().get(field));
    }

    /// The number in a field; NaN, which compares with nothing, if there is none.
    private static double number(Point point, String field) {
        return switch (point.payload().get(field)) {
            case Value.Int number -> number.value();
            case Value.Real number -> number.value();
            case null, default -> Double.NaN;
        };
    }

    /// Every field in both ways: through its index, the graph with room for all points, and by a
    /// scan.
    private static void requireSearches(Collection things, Map<PointId, Point> expected) {
        for (var field : StoredPoints.config().vectors().entrySet()) {
            String name = field.getKey();
            float[] asked = new float[field.getValue().dimension()];
            for (int i = 0; i < asked.length; i++) {
                asked[i] = i % 3 - 0.8f;
            }
            List<Point> wanted = new ArrayList<>(expected.values());
            wanted.removeIf(point -> !point.vectors().containsKey(name));
            Metric metric = field.getValue().metric();
            Comparator<Point> nearest =
                    Comparator.comparingDouble(
                            point -> distance(metric, asked, values(point, name)));
            wanted.sort(nearest.thenComparing(Point::id));
            Query query = Query.nearest(asked).field(name).limit(20);
            for (Query each : List.of(query.ef(500), query.exact())) {
                assertThat(things.search(each))
                        .extracting(Hit::id)
                        .isEqualTo(wanted.subList(0, 20).stream().map(Point::id).toList());
            }
        }
    }

    private static double distance(Metric metric, float[] a, float[] b) {
        double sum = 0;
        double normB = 0;
        for (int i = 0; i < a.length; i++) {
            sum +=
                    switch (metric) {
                        case L2 -> (a[i] - b[i]) * (a[i] - b[i]);
                        case MANHATTAN -> Math.abs(a[i] - b[i]);
                        case DOT, COSINE -> -a[i] * b[i];
                    };
            normB += b[i] * b[i];
        }
        return metric == Metric.COSINE ? sum / Math.sqrt(normB) : sum;
    }
}
