package io.vecdb.collection;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// One write of the process that gets killed: what it does to the database, what it does to a model
/// of it, and the line that both processes know it by.
///
/// @param writer whose it is; a writer's ids are those that give its number modulo [#WRITERS], so
///   that writes of two writers never meet
/// @param kind what is done
/// @param collection where
/// @param stamp tells this write's payloads and vectors from those of all others
/// @param ids of which points, where the kind says so
record KillWrite(int writer, Kind kind, String collection, long stamp, List<Long> ids) {
    /// How many threads write.
    static final int WRITERS = 3;

    /// Ids go from 0 to this.
    static final int IDS = 399;

    private static final int DIMENSION = 8;

    /// What a write does.
    enum Kind {
        /// Creates the collection.
        CREATE,
        /// Drops the collection.
        DROP,
        /// Inserts or replaces points.
        UPSERT,
        /// Sets the payload field `mark` of points, found by a filter.
        MARK,
        /// Removes the payload field `mark` of points, found by a filter.
        UNMARK,
        /// Deletes points.
        DELETE,
        /// Deletes the writer's points that are marked.
        DELETE_MARKED
    }

    /// A point as the model has it.
    ///
    /// @param stamp of the write that inserted it
    /// @param mark of the write that marked it, 0 for none
    record State(long stamp, long mark) {
        static State of(long id, Point point) {
            State state = new State(number(point, "stamp"), number(point, "mark"));
            if (!point.vectors().equals(Map.of("", vector(id, state.stamp)))) {
                throw new AssertionError("point " + id + " has a vector of another write");
            }
            return state;
        }

        private static long number(Point point, String field) {
            return point.payload().get(field) instanceof Value.Int number ? number.value() : 0;
        }
    }

    /// `1 UPSERT a 1000000001 [3, 5, 7]`
    static KillWrite parse(String line) {
        String[] parts = line.split(" ", 5);
        String list = parts[4].substring(1, parts[4].length() - 1);
        return new KillWrite(
                Integer.parseInt(parts[0]),
                Kind.valueOf(parts[1]),
                parts[2],
                Long.parseLong(parts[3]),
                list.isEmpty()
                        ? List.of()
                        : Arrays.stream(list.split(", ")).map(Long::valueOf).toList());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %s %s %d %s", writer, kind, collection, stamp, ids);
    }

    /// Does it.
    void make(Database database) {
        switch (kind) {
            case CREATE -> {
                VectorConfig vector =
                        VectorConfig.of(DIMENSION, Metric.L2)
                                .withIndex(new IndexConfig.Hnsw(4, 16, 60));
                var _ = database.createCollection(collection, CollectionConfig.of(vector));
            }
            case DROP -> database.dropCollection(collection);
            case UPSERT, MARK, UNMARK, DELETE, DELETE_MARKED ->
                    make(database.collection(collection));
        }
    }

    private void make(Collection target) {
        PointId[] points = ids.stream().map(PointId::of).toArray(PointId[]::new);
        switch (kind) {
            case UPSERT ->
                    target.upsert(
                            ids.stream()
                                    .map(id ->
                                            Point.of(PointId.of(id), vector(id, stamp))
                                                    .with("stamp", stamp)
                                                    .with("writer", writer))
                                    .toList());
            case MARK ->
                    target.setPayload(
                            Selection.matching(Filter.hasId(points)),
                            Map.of("mark", Value.of(stamp)));
            case UNMARK ->
                    target.deletePayload(
                            Selection.matching(Filter.hasId(points)),
                            List.of(FieldPath.parse("mark")));
            case DELETE -> target.delete(Selection.of(points));
            case DELETE_MARKED ->
                    target.delete(
                            Selection.matching(
                                    Filter.exists("mark").and(Filter.eq("writer", writer))));
            case CREATE, DROP -> throw new AssertionError("not of a collection: " + kind);
        }
    }

    /// Does it to a model: points by id, by collection.
    void applyTo(Map<String, Map<Long, State>> model) {
        Map<Long, State> points = model.get(collection);
        if (kind == Kind.CREATE) {
            model.put(collection, new TreeMap<>());
        } else if (points != null) {
            switch (kind) {
                case CREATE, DROP -> model.remove(collection);
                case UPSERT -> ids.forEach(id -> points.put(id, new State(stamp, 0)));
                case MARK -> remark(points, stamp);
                case UNMARK -> remark(points, 0);
                case DELETE -> points.keySet().removeAll(ids);
                case DELETE_MARKED ->
                        points.entrySet()
                                .removeIf(entry ->
                                        entry.getKey() % WRITERS == writer
                                                && entry.getValue().mark != 0);
            }
        }
    }

    private void remark(Map<Long, State> points, long mark) {
        ids.forEach(
                id -> points.computeIfPresent(id, (key, state) -> new State(state.stamp, mark)));
    }

    private static Vector vector(long id, long stamp) {
        Random random = new Random(id * 7919 + stamp);
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat();
        }
        return new Vector.Dense(vector);
    }
}
