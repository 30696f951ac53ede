package io.vecdb.collection;

import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.collection.Contents.OfCollection;
import io.vecdb.payload.FilterMatcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// Writes to one collection after the other and remembers what it did.
final class SnapshotWriter {
    private static final int IDS = 60;

    private final Database database;
    private final List<String> names;
    private final Random random;
    private final boolean indexes;
    private final List<Written> written = new ArrayList<>();

    /// A write that was acknowledged.
    ///
    /// @param effect what it did
    record Written(String collection, long sequence, UnaryOperator<OfCollection> effect) {}

    /// @param indexes whether it creates and drops payload indexes, which one writer alone may do
    SnapshotWriter(Database database, List<String> names, long seed, boolean indexes) {
        this.database = database;
        this.names = names;
        this.random = new Random(seed);
        this.indexes = indexes;
    }

    void run(AtomicBoolean stop) {
        while (!stop.get()) {
            for (String name : names) {
                written.add(write(name, database.collection(name)));
            }
        }
    }

    /// In the order in which they were made. To be asked for after the thread has ended.
    List<Written> written() {
        return written;
    }

    private Written write(String name, Collection collection) {
        return switch (random.nextInt(indexes ? 12 : 11)) {
            case 0, 1 -> {
                PointId id = PointId.of(random.nextInt(IDS));
                yield new Written(name, collection.delete(Selection.of(id)), without(List.of(id)));
            }
            case 2 -> {
                Filter filter = Filter.eq("n", random.nextInt(9));
                Map<String, Value> fields = Value.fields(Map.of("n", random.nextInt(9)));
                yield new Written(
                        name,
                        collection.setPayload(Selection.matching(filter), fields),
                        setting(filter, fields));
            }
            case 11 -> toggleIndex(name, collection);
            default -> upsert(name, collection);
        };
    }

    private Written upsert(String name, Collection collection) {
        List<Point> batch = new ArrayList<>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            Vector vector = new Vector.Dense(new float[] {random.nextFloat(), random.nextFloat()});
            batch.add(
                    new Point(
                            PointId.of(random.nextInt(IDS)),
                            Map.of("", vector),
                            Value.fields(Map.of("n", random.nextInt(9), "r", random.nextInt()))));
        }
        return new Written(
                name,
                collection.upsert(batch),
                old ->
                        old.withPoints(points -> {
                            batch.forEach(point -> points.put(point.id(), point));
                            return points;
                        }));
    }

    private static Written toggleIndex(String name, Collection collection) {
        boolean drop = collection.config().payloadIndexes().containsKey("n");
        long sequence =
                drop
                        ? collection.dropPayloadIndex("n")
                        : collection.createPayloadIndex("n", PayloadIndexType.INTEGER);
        return new Written(
                name,
                sequence,
                old ->
                        new OfCollection(
                                old.points(),
                                drop ? Map.of() : Map.of("n", PayloadIndexType.INTEGER)));
    }

    private static UnaryOperator<OfCollection> without(List<PointId> ids) {
        return old ->
                old.withPoints(points -> {
                    points.keySet().removeAll(ids);
                    return points;
                });
    }

    private static UnaryOperator<OfCollection> setting(Filter filter, Map<String, Value> fields) {
        FilterMatcher matcher = FilterMatcher.of(filter);
        return old ->
                old.withPoints(points -> {
                    points.replaceAll((id, point) ->
                            matcher.matches(id, point.payload()) ? with(point, fields) : point);
                    return points;
                });
    }

    private static Point with(Point point, Map<String, Value> fields) {
        Map<String, Value> payload = new LinkedHashMap<>(point.payload());
        payload.putAll(fields);
        return new Point(point.id(), point.vectors(), payload);
    }
}
