package io.vecdb.collection;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.Include;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Scroll;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What a database holds: its collections by name. Immutable.
record Contents(Map<String, OfCollection> collections) {
    static final Contents EMPTY = new Contents(Map.of());

    /// What a collection holds.
    record OfCollection(Map<PointId, Point> points, Map<String, PayloadIndexType> payloadIndexes) {
        OfCollection {
            points = Map.copyOf(points);
            payloadIndexes = Map.copyOf(payloadIndexes);
        }

        static OfCollection empty(CollectionConfig config) {
            return new OfCollection(Map.of(), config.payloadIndexes());
        }

        /// With another map of points, made of a copy of this one.
        OfCollection withPoints(UnaryOperator<Map<PointId, Point>> change) {
            return new OfCollection(change.apply(new TreeMap<>(points)), payloadIndexes);
        }
    }

    Contents {
        collections = Map.copyOf(collections);
    }

    /// With a collection changed, or added.
    Contents with(String name, OfCollection collection) {
        Map<String, OfCollection> all = new TreeMap<>(collections);
        all.put(name, collection);
        return new Contents(all);
    }

    /// Without a collection.
    Contents without(String name) {
        Map<String, OfCollection> rest = new TreeMap<>(collections);
        rest.remove(name);
        return new Contents(rest);
    }

    /// Reads everything that a database holds.
    static Contents of(Database database) {
        Map<String, OfCollection> all = new TreeMap<>();
        for (String name : database.collections()) {
            Collection collection = database.collection(name);
            Map<PointId, Point> points = new TreeMap<>();
            collection
                    .scroll(Scroll.FIRST.limit(10_000).include(Include.EVERYTHING))
                    .points()
                    .forEach(point -> points.put(point.id(), point));
            all.put(name, new OfCollection(points, collection.config().payloadIndexes()));
        }
        return new Contents(all);
    }
}
