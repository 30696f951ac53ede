package io.vecdb.collection;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.collection.Contents.OfCollection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Random things to do to a database, each with what it changes.
final class WorkloadSteps {
    private static final int IDS = 25;
    private static final int NUMBERS = 4;

    private final Random random;

    WorkloadSteps(Random random) {
        this.random = random;
    }

    /// Something to do.
    ///
    /// @param action does it
    /// @param effect what the database holds afterwards, by what it held before
    record Step(Consumer<Database> action, UnaryOperator<Contents> effect) {}

    /// Something that can be done to this database.
    Step next(Contents now) {
        String name = random.nextInt(4) == 0 ? "b" : "a";
        OfCollection collection = now.collections().get(name);
        if (collection == null) {
            return create(name);
        }
        return switch (random.nextInt(20)) {
            case 0 -> drop(name);
            case 1, 2 -> in(name, Collection::compact, old -> old);
            default -> write(name, collection);
        };
    }

    /// Something that can be done while one of its collections is merged, on the same thread.
    Step nextWrite(Contents now) {
        List<Map.Entry<String, OfCollection>> all =
                now.collections().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        Map.Entry<String, OfCollection> one = all.get(random.nextInt(all.size()));
        return write(one.getKey(), one.getValue());
    }

    private Step write(String name, OfCollection collection) {
        return switch (random.nextInt(17)) {
            case 0, 1 -> payloadIndex(name, collection);
            case 2, 3 -> deleteIds(name);
            case 4 -> deleteMatching(name);
            case 5, 6 -> setPayload(name);
            case 7 -> overwritePayload(name, collection);
            case 8 -> deletePayload(name);
            case 9 -> updateVectors(name, collection);
            default -> upsert(name);
        };
    }

    private static Step create(String name) {
        return new Step(
                database -> database.createCollection(name, DatabaseWorkload.CONFIG),
                old -> old.with(name, OfCollection.empty(DatabaseWorkload.CONFIG)));
    }

    private static Step drop(String name) {
        return new Step(database -> database.dropCollection(name), old -> old.without(name));
    }

    private static Step in(
            String name, Consumer<Collection> action, UnaryOperator<OfCollection> effect) {
        return new Step(
                database -> action.accept(database.collection(name)),
                old -> {
                    OfCollection collection = old.collections().get(name);
                    return collection == null ? old : old.with(name, effect.apply(collection));
                });
    }

    private static Step payloadIndex(String name, OfCollection now) {
        boolean drop = now.payloadIndexes().containsKey("n");
        return in(
                name,
                collection -> {
                    if (drop) {
                        collection.dropPayloadIndex("n");
                    } else {
                        collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
                    }
                },
                old ->
                        new OfCollection(
                                old.points(),
                                drop ? Map.of() : Map.of("n", PayloadIndexType.INTEGER)));
    }

    private Step upsert(String name) {
        List<Point> batch = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            batch.add(
                    new Point(
                            id(),
                            Map.of("", vector()),
                            Value.fields(
                                    Map.of("n", random.nextInt(NUMBERS), "r", random.nextInt()))));
        }
        return in(
                name,
                collection -> collection.upsert(batch),
                old ->
                        old.withPoints(points -> {
                            batch.forEach(point -> points.put(point.id(), point));
                            return points;
                        }));
    }

    private Step deleteIds(String name) {
        List<PointId> ids = List.of(id(), id(), id());
        return in(
                name,
                collection -> collection.delete(Selection.of(ids.toArray(PointId[]::new))),
                old ->
                        old.withPoints(points -> {
                            points.keySet().removeAll(ids);
                            return points;
                        }));
    }

    private Step deleteMatching(String name) {
        int n = random.nextInt(NUMBERS);
        return in(
                name,
                collection -> collection.delete(Selection.matching(Filter.eq("n", n))),
                old ->
                        old.withPoints(points -> {
                            points.values().removeIf(point -> has(point, n));
                            return points;
                        }));
    }

    private Step setPayload(String name) {
        int n = random.nextInt(NUMBERS);
        // The new number decides what later filters match.
        Map<String, Value> fields = Value.fields(Map.of("n", random.nextInt(NUMBERS)));
        return in(
                name,
                collection -> collection.setPayload(Selection.matching(Filter.eq("n", n)), fields),
                old ->
                        old.withPoints(points -> {
                            points.replaceAll(
                                    (id, point) -> has(point, n) ? with(point, fields) : point);
                            return points;
                        }));
    }

    private Step overwritePayload(String name, OfCollection now) {
        if (now.points().isEmpty()) {
            return upsert(name);
        }
        PointId id = existing(now);
        Map<String, Value> payload = Value.fields(Map.of("n", random.nextInt(NUMBERS)));
        return in(
                name,
                collection -> collection.overwritePayload(Selection.of(id), payload),
                old ->
                        old.withPoints(points -> {
                            points.computeIfPresent(
                                    id, (key, point) -> new Point(id, point.vectors(), payload));
                            return points;
                        }));
    }

    private Step deletePayload(String name) {
        int n = random.nextInt(NUMBERS);
        return in(
                name,
                collection ->
                        collection.deletePayload(
                                Selection.matching(Filter.eq("n", n)),
                                List.of(FieldPath.parse("r"))),
                old ->
                        old.withPoints(points -> {
                            points.replaceAll(
                                    (id, point) -> has(point, n) ? withoutR(point) : point);
                            return points;
                        }));
    }

    private Step updateVectors(String name, OfCollection now) {
        if (now.points().isEmpty()) {
            return upsert(name);
        }
        PointId id = existing(now);
        Map<String, Vector> vectors = Map.of("", vector());
        return in(
                name,
                collection -> collection.updateVectors(List.of(new PointVectors(id, vectors))),
                old ->
                        old.withPoints(points -> {
                            points.computeIfPresent(
                                    id, (key, point) -> new Point(id, vectors, point.payload()));
                            return points;
                        }));
    }

    private static boolean has(Point point, int n) {
        return Value.of(n).equals(point.payload().get("n"));
    }

    private static Point with(Point point, Map<String, Value> fields) {
        Map<String, Value> payload = new LinkedHashMap<>(point.payload());
        payload.putAll(fields);
        return new Point(point.id(), point.vectors(), payload);
    }

    private static Point withoutR(Point point) {
        Map<String, Value> payload = new LinkedHashMap<>(point.payload());
        payload.remove("r");
        return new Point(point.id(), point.vectors(), payload);
    }

    private PointId existing(OfCollection now) {
        List<PointId> ids = now.points().keySet().stream().sorted().toList();
        return ids.get(random.nextInt(ids.size()));
    }

    private PointId id() {
        int number = random.nextInt(IDS);
        return number % 3 == 0 ? PointId.of("point " + number) : PointId.of(number);
    }

    private Vector vector() {
        return new Vector.Dense(new float[] {random.nextFloat(), random.nextFloat()});
    }
}
