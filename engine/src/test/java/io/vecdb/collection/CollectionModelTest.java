package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vecdb.DatabaseOptions;
import io.vecdb.MemoryFolder;
import io.vecdb.Trials;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Page;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.payload.FilterMatcher;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/// Random operations against a collection and a `TreeMap`: now and then every way of reading must
/// give what the map and brute force give. The buffer is tiny, so segments are flushed, merged and
/// given graphs all the time, and the database is closed and opened in between. A trial is a run of
/// 2,500 operations, of 10,000 among many.
@Tag("proof")
class CollectionModelTest {
    private static final int STEPS = Trials.many() ? 10_000 : 2_500;
    private static final int CHECKED_EVERY = Trials.many() ? 100 : 40;
    private static final int DIMENSION = 5;
    private static final String[] WORDS = {"red", "green", "blue", "black"};

    @TempDir(factory = MemoryFolder.class)
    Path folders;

    private Random random = new Random(0);
    private Metric metric = Metric.L2;
    private final TreeMap<PointId, Point> model = new TreeMap<>();

    @Test
    void agreesWithAMapAndBruteForce() {
        Trials.of(CollectionModelTest.class, 4).each(this::agrees);
    }

    private void agrees(long seed) throws IOException {
        Path folder = Files.createTempDirectory(folders, "model");
        model.clear();
        random = new Random(seed);
        metric = List.of(Metric.values()).get((int) (seed % 4));
        VectorConfig small =
                VectorConfig.of(DIMENSION, metric).withIndex(new IndexConfig.Hnsw(4, 16, 60));
        CollectionConfig config =
                CollectionConfig.of(small)
                        .withVector("second", VectorConfig.of(3, Metric.DOT))
                        .withPayloadIndex("color", PayloadIndexType.KEYWORD);
        try (Database database = open(folder)) {
            database.createCollection("model", config);
        }
        int done = 0;
        while (done < STEPS) {
            try (Database database = open(folder)) {
                Collection collection = database.collection("model");
                int session = 50 + random.nextInt(200);
                for (int i = 0; i < session && done < STEPS; i++, done++) {
                    step(collection);
                    if (i % CHECKED_EVERY == 0) {
                        check(collection, "seed " + seed + ", step " + done);
                    }
                }
                check(collection, "seed " + seed + ", step " + done);
            }
        }
    }

    private static Database open(Path folder) {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(40, 1 << 20));
    }

    private void step(Collection collection) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> upsert(collection);
            case 5 -> updateVectors(collection);
            case 6 -> {
                PointId id = id();
                collection.delete(Selection.of(id));
                model.remove(id);
            }
            case 7 -> {
                Filter filter = Filter.eq("n", random.nextInt(40));
                collection.delete(Selection.matching(filter));
                model.values().removeIf(point -> matches(filter, point));
            }
            case 8 -> setPayload(collection);
            case 9 -> overwritePayload(collection);
            case 10 -> deletePayload(collection);
            default -> maintain(collection);
        }
    }

    private void maintain(Collection collection) {
        switch (random.nextInt(12)) {
            case 0 -> collection.compact();
            case 1 -> collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
            case 2 -> collection.dropPayloadIndex("n");
            default -> upsert(collection);
        }
    }

    private void upsert(Collection collection) {
        List<Point> batch = new ArrayList<>();
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            Point point = point(id());
            batch.add(point);
            model.put(point.id(), point);
        }
        collection.upsert(batch);
    }

    private void updateVectors(Collection collection) {
        PointId id = existing();
        if (id != null) {
            Map<String, Vector> update = Map.of("", new Vector.Dense(vector(DIMENSION)));
            collection.updateVectors(List.of(new PointVectors(id, update)));
            Point old = expected(id);
            Map<String, Vector> all = new HashMap<>(old.vectors());
            all.putAll(update);
            model.put(id, new Point(id, all, old.payload()));
        }
    }

    private void setPayload(Collection collection) {
        Map<String, Value> fields = Value.fields(Map.of("color", word(), "extra", 1));
        if (random.nextBoolean()) {
            PointId id = existing();
            if (id != null) {
                collection.setPayload(Selection.of(id), fields);
                model.computeIfPresent(id, (key, old) -> merged(old, fields));
            }
        } else {
            Filter filter = Filter.eq("color", word()).and(Filter.lt("n", random.nextInt(40)));
            collection.setPayload(Selection.matching(filter), fields);
            model.replaceAll((key, old) -> matches(filter, old) ? merged(old, fields) : old);
        }
    }

    private static Point merged(Point old, Map<String, Value> fields) {
        Map<String, Value> all = new HashMap<>(old.payload());
        all.putAll(fields);
        return new Point(old.id(), old.vectors(), all);
    }

    private void overwritePayload(Collection collection) {
        PointId id = existing();
        if (id != null) {
            Map<String, Value> payload = Value.fields(Map.of("n", random.nextInt(40)));
            collection.overwritePayload(Selection.of(id), payload);
            model.computeIfPresent(id, (key, old) -> new Point(id, old.vectors(), payload));
        }
    }

    private void deletePayload(Collection collection) {
        PointId id = existing();
        if (id != null) {
            collection.deletePayload(Selection.of(id), List.of(FieldPath.parse("color")));
            model.computeIfPresent(
                    id,
                    (key, old) -> {
                        Map<String, Value> rest = new HashMap<>(old.payload());
                        rest.remove("color");
                        return new Point(id, old.vectors(), rest);
                    });
        }
    }

    private void check(Collection collection, String where) {
        assertThat(collection.count(Filter.all())).as(where).isEqualTo(model.size());
        for (Filter filter : filters()) {
            List<Point> matching =
                    model.values().stream().filter(point -> matches(filter, point)).toList();
            assertThat(collection.count(filter))
                    .as("%s: %s", where, filter)
                    .isEqualTo(matching.size());
            checkSearch(collection, filter, matching, where);
        }
        checkScroll(collection, where);
    }

    private List<Filter> filters() {
        return List.of(
                Filter.all(),
                Filter.eq("color", word()),
                Filter.gte("n", random.nextInt(40)),
                Filter.not(Filter.eq("color", word())).and(Filter.exists("n")),
                Filter.exists("extra").or(Filter.hasId(id(), id())));
    }

    private void checkSearch(
            Collection collection, Filter filter, List<Point> matching, String where) {
        float[] target = vector(DIMENSION);
        int k = 1 + random.nextInt(15);
        List<Float> expected =
                matching.stream()
                        .map(point -> point.vectors().get(""))
                        .filter(Vector.Dense.class::isInstance)
                        .map(vector -> score(target, ((Vector.Dense) vector).values()))
                        .sorted(
                                metric.largerIsNearer()
                                        ? Comparator.reverseOrder()
                                        : Comparator.naturalOrder())
                        .limit(k)
                        .toList();
        Query query = Query.nearest(target).filter(filter).limit(k).include(Include.EVERYTHING);
        List<Hit> exact = collection.search(query.exact());
        assertThat(exact).as("%s: exact, %s", where, filter).hasSameSizeAs(expected);
        for (int i = 0; i < exact.size(); i++) {
            assertThat(exact.get(i).score())
                    .as("%s: rank %d of %s", where, i, filter)
                    .isCloseTo(expected.get(i), within(1e-3f));
            same(exact.get(i).point(), where);
        }
        List<Hit> approximate = collection.search(query);
        assertThat(approximate).as("%s: index, %s", where, filter).hasSameSizeAs(expected);
        assertThat(approximate.stream().map(Hit::id).distinct()).hasSameSizeAs(expected);
        approximate.forEach(hit -> {
            same(hit.point(), where);
            assertThat(matches(filter, expected(hit.id()))).isTrue();
        });
    }

    private void checkScroll(Collection collection, String where) {
        List<Point> all = new ArrayList<>();
        Scroll next = Scroll.FIRST.limit(7).include(Include.EVERYTHING);
        while (true) {
            Page page = collection.scroll(next);
            all.addAll(page.points());
            if (page.next() == null) {
                break;
            }
            next = next.from(page.next());
        }
        assertThat(all.stream().map(Point::id).toList())
                .as("%s: scroll", where)
                .isEqualTo(List.copyOf(model.keySet()));
        all.forEach(point -> same(point, where));
    }

    private void same(Point actual, String where) {
        Point expected = expected(actual.id());
        assertThat(actual.payload()).as("%s: %s", where, actual.id()).isEqualTo(expected.payload());
        assertThat(actual.vectors().keySet())
                .as("%s: %s", where, actual.id())
                .isEqualTo(expected.vectors().keySet());
        expected.vectors()
                .forEach((field, vector) ->
                        assertThat(values(actual.vectors().get(field)))
                                .as("%s: %s of %s", where, field, actual.id())
                                .containsExactly(values(vector), within(1e-4f)));
    }

    private Point expected(PointId id) {
        return Objects.requireNonNull(model.get(id), () -> id + " was deleted");
    }

    private static float[] values(@Nullable Vector vector) {
        return vector instanceof Vector.Dense dense ? dense.values() : new float[0];
    }

    private float score(float[] a, float[] b) {
        double sum = 0;
        double normA = 0;
        double normB = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum +=
                    switch (metric) {
                        case L2 -> difference * difference;
                        case MANHATTAN -> Math.abs(difference);
                        case DOT, COSINE -> (double) a[i] * b[i];
                    };
            normA += (double) a[i] * a[i];
            normB += (double) b[i] * b[i];
        }
        return (float)
                switch (metric) {
                    case L2 -> Math.sqrt(sum);
                    case COSINE -> sum / Math.sqrt(normA * normB);
                    case DOT, MANHATTAN -> sum;
                };
    }

    private static boolean matches(Filter filter, Point point) {
        return FilterMatcher.of(filter).matches(point.id(), point.payload());
    }

    private Point point(PointId id) {
        Map<String, Vector> vectors = new HashMap<>();
        if (random.nextInt(10) > 0) {
            vectors.put("", new Vector.Dense(vector(DIMENSION)));
        }
        if (random.nextBoolean()) {
            vectors.put("second", new Vector.Dense(vector(3)));
        }
        Map<String, Object> payload = new HashMap<>();
        payload.put("n", random.nextInt(40));
        if (random.nextInt(5) > 0) {
            payload.put(
                    "color",
                    random.nextBoolean() ? word() : List.of(word(), word(), random.nextInt(3)));
        }
        return new Point(id, vectors, Value.fields(payload));
    }

    private PointId id() {
        int number = random.nextInt(300);
        return switch (number % 3) {
            case 0 -> PointId.of(number % 2 == 0 ? number : -number);
            case 1 -> PointId.of(new UUID(number, -number));
            default -> PointId.of("point-" + number + (number % 2 == 0 ? "" : "-ä€😀"));
        };
    }

    private @Nullable PointId existing() {
        PointId id = model.ceilingKey(id());
        return id == null && !model.isEmpty() ? model.firstKey() : id;
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private float[] vector(int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
