package io.vecdb.formats;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What was written to the collection `things` of the fixtures, and what must be there: each write
/// is made on a collection and on a map, which knows nothing of files.
///
/// The fixtures of a released format are not made again, so this does not change either.
final class StoredPoints {
    /// How many points the first, largest segment has.
    private static final int FIRST = 60;

    private final Map<PointId, Point> expected = new TreeMap<>();
    private @Nullable Collection collection;

    /// The points after all writes.
    static Map<PointId, Point> atLast() {
        StoredPoints points = new StoredPoints();
        points.seal();
        points.change();
        points.changeAgain();
        points.log();
        return points.expected;
    }

    /// Has writes made on a collection too from now on.
    void writeTo(Collection open) {
        collection = open;
    }

    /// What the largest segment holds.
    void seal() {
        upsert(0, FIRST);
    }

    /// Another segment, and changes to the first one.
    void change() {
        upsert(FIRST, FIRST + 20);
        delete(3, 12, 41);
        setPayload(6, "word", "changed");
        overwritePayload(9, Map.of("number", Value.of(77)));
    }

    /// More changes, and points that take the place of others.
    void changeAgain() {
        delete(15);
        deletePayload(18, "nested");
        upsert(20, 23);
    }

    /// What is in the log alone: a write of every kind.
    void log() {
        upsert(100, 106);
        upsert(30, 31);
        updateVector(33, "dot", 1.5f, -2.5f);
        delete(21, 22);
        deleteNumbersBelow(Long.MIN_VALUE + 20);
        setPayload(36, "price", 12.25);
        Map<String, Value> other = new LinkedHashMap<>();
        other.put("word", Value.of("overwritten"));
        other.put("flag", Value.of(false));
        overwritePayload(39, other);
        deletePayload(42, "word");
        indexLater();
    }

    /// Fields of every metric, with a graph and without, and payload indexes of every type.
    static CollectionConfig config() {
        Map<String, VectorConfig> vectors = new LinkedHashMap<>();
        vectors.put("", VectorConfig.of(6, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 24, 0)));
        vectors.put("cosine", flat(3, Metric.COSINE));
        vectors.put("dot", flat(2, Metric.DOT));
        vectors.put("manhattan", flat(17, Metric.MANHATTAN));
        Map<String, PayloadIndexType> indexes = new LinkedHashMap<>();
        indexes.put("word", PayloadIndexType.KEYWORD);
        indexes.put("number", PayloadIndexType.INTEGER);
        indexes.put("price", PayloadIndexType.FLOAT);
        indexes.put("flag", PayloadIndexType.BOOL);
        return new CollectionConfig(vectors, indexes);
    }

    private static VectorConfig flat(int dimension, Metric metric) {
        return VectorConfig.of(dimension, metric).withIndex(new IndexConfig.Flat());
    }

    /// The payload indexes after all writes.
    static Map<String, PayloadIndexType> indexesAtLast() {
        return Map.of(
                "word", PayloadIndexType.KEYWORD,
                "number", PayloadIndexType.INTEGER,
                "price", PayloadIndexType.FLOAT,
                "nested.deep", PayloadIndexType.KEYWORD);
    }

    /// All ids in all their forms: integers up to 2^64 - 1, UUIDs, texts.
    static PointId id(int number) {
        return switch (number % 4) {
            case 0 -> PointId.of(number);
            case 1 -> PointId.of(new UUID(0x9000_0000_0000_4000L + number, ~number));
            case 2 -> PointId.of("id " + number + " äß€😀");
            default -> PointId.of(-number);
        };
    }

    /// A point as it is first written.
    static Point point(int number) {
        // Some are equal in the field with the graph.
        Random random = new Random(number % 13 == 5 ? 5 : number);
        Map<String, Vector> vectors = new LinkedHashMap<>();
        vectors.put("", Vector.of(floats(random, 6)));
        random = new Random(1_000 + number);
        if (number % 5 != 2) {
            vectors.put("cosine", Vector.of(floats(random, 3)));
        }
        if (number % 7 != 3) {
            vectors.put("dot", Vector.of(floats(random, 2)));
        }
        vectors.put("manhattan", Vector.of(floats(random, 17)));
        return new Point(id(number), vectors, payload(number));
    }

    private static float[] floats(Random random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextFloat() * 8 - 4;
        }
        return floats;
    }

    private static Map<String, Value> payload(int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("word", number % 9 == 4 ? List.of("a", "b " + number) : "word " + number % 6);
        fields.put("number", number % 8 == 3 ? Long.MIN_VALUE + number : number % 10 - 5);
        fields.put("price", number % 3 == 0 ? number : number / 8.0);
        fields.put("flag", number % 2 == 0);
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("deep", "leaf " + number % 4);
        nested.put("null", null);
        nested.put("list", Arrays.asList(1, -1.5e300, "zwei", true, null, List.of(), Map.of()));
        fields.put("nested", nested);
        fields.put("ünicode 😀", "€ " + number);
        fields.put("long", number == 7 ? "long ".repeat(400) : "");
        return number % 11 == 10 ? Map.of() : Value.fields(fields);
    }

    void upsert(int from, int to) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < to; i++) {
            points.add(point(i));
        }
        if (collection != null) {
            collection.upsert(points);
        }
        points.forEach(point -> expected.put(point.id(), point));
    }

    private void delete(int... numbers) {
        PointId[] ids = Arrays.stream(numbers).mapToObj(StoredPoints::id).toArray(PointId[]::new);
        if (collection != null) {
            collection.delete(Selection.of(ids));
        }
        List.of(ids).forEach(expected::remove);
    }

    /// Deletes those whose `number` is below.
    private void deleteNumbersBelow(long bound) {
        if (collection != null) {
            collection.delete(Selection.matching(Filter.lt("number", bound)));
        }
        expected.values().removeIf(numberBelow(bound));
    }

    private static Predicate<Point> numberBelow(long bound) {
        return point ->
                point.payload().get("number") instanceof Value.Int number && number.value() < bound;
    }

    private void setPayload(int number, String field, Object value) {
        if (collection != null) {
            collection.setPayload(Selection.of(id(number)), Map.of(field, Value.of(value)));
        }
        change(number, payload -> payload.put(field, Value.of(value)));
    }

    private void overwritePayload(int number, Map<String, Value> payload) {
        if (collection != null) {
            collection.overwritePayload(Selection.of(id(number)), payload);
        }
        change(
                number,
                old -> {
                    old.clear();
                    old.putAll(payload);
                });
    }

    private void indexLater() {
        if (collection != null) {
            collection.createPayloadIndex("nested.deep", PayloadIndexType.KEYWORD);
            collection.dropPayloadIndex("flag");
        }
    }

    private void deletePayload(int number, String field) {
        if (collection != null) {
            collection.deletePayload(Selection.of(id(number)), List.of(FieldPath.parse(field)));
        }
        change(number, payload -> payload.remove(field));
    }

    private void change(int number, Consumer<Map<String, Value>> change) {
        replace(
                number,
                point -> {
                    Map<String, Value> payload = new LinkedHashMap<>(point.payload());
                    change.accept(payload);
                    return new Point(point.id(), point.vectors(), payload);
                });
    }

    private void updateVector(int number, String field, float... vector) {
        if (collection != null) {
            collection.updateVectors(
                    List.of(new PointVectors(id(number), Map.of(field, Vector.of(vector)))));
        }
        replace(
                number,
                point -> {
                    Map<String, Vector> vectors = new HashMap<>(point.vectors());
                    vectors.put(field, Vector.of(vector));
                    return new Point(point.id(), vectors, point.payload());
                });
    }

    private void replace(int number, UnaryOperator<Point> change) {
        if (expected.computeIfPresent(id(number), (id, point) -> change.apply(point)) == null) {
            throw new AssertionError("there is no point " + number);
        }
    }
}
