package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.collection.SegmentSet.Place;
import io.vecdb.index.AcceptSet;
import io.vecdb.memory.Reservation;
import io.vecdb.replication.Operation;
import io.vecdb.segment.Segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Works out what an operation does to the newest state of a collection, without changing it. Used
/// by the one writer only: the same for a new write and for one that is replayed.
final class OperationPlanner {
    /// The newest state, writes that are not published yet included.
    private static final long NEWEST = Long.MAX_VALUE;

    private final SegmentSet segments;
    private final CollectionConfig config;
    private final Reservation memory;

    /// @param memory holds what a plan takes; the caller closes it
    OperationPlanner(SegmentSet segments, CollectionConfig config, Reservation memory) {
        this.memory = memory;
        this.segments = segments;
        this.config = config;
    }

    /// @throws DbException NOT_FOUND if a point that must exist does not; LIMIT_EXCEEDED if a
    ///   payload would grow too large; RESOURCE_EXHAUSTED if there is no memory for it
    RowChanges plan(Operation operation) {
        RowChanges changes = new RowChanges(config, memory);
        switch (operation) {
            case Operation.Upsert upsert -> planUpsert(upsert.points(), changes);
            case Operation.UpdateVectors update -> planVectors(update.points(), changes);
            case Operation.Delete delete ->
                    places(delete.selection(), false).forEach(changes::delete);
            case Operation.SetPayload set ->
                    planPayload(set.selection(), changes, old -> merged(old, set.fields()));
            case Operation.OverwritePayload overwrite ->
                    planPayload(overwrite.selection(), changes, old -> overwrite.payload());
            case Operation.DeletePayload delete ->
                    planPayload(delete.selection(), changes, old -> without(old, delete.paths()));
            case Operation.CreatePayloadIndex create ->
                    changes.config(config.withPayloadIndex(create.path().text(), create.type()));
            case Operation.DropPayloadIndex drop ->
                    changes.config(config.withoutPayloadIndex(drop.path().text()));
        }
        return changes;
    }

    private void planUpsert(List<Point> points, RowChanges changes) {
        for (Point point : lastOfEach(points)) {
            Place old = segments.find(point.id(), NEWEST);
            if (old != null) {
                changes.delete(old);
            }
            changes.insert(point);
        }
    }

    /// The points, of those with the same id the last one.
    private static Collection<Point> lastOfEach(List<Point> points) {
        if (isAscending(points)) {
            return points;
        }
        Map<PointId, Point> last = LinkedHashMap.newLinkedHashMap(points.size());
        points.forEach(point -> last.put(point.id(), point));
        return last.values();
    }

    private static boolean isAscending(List<Point> points) {
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i - 1).id().compareTo(points.get(i).id()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void planVectors(List<PointVectors> points, RowChanges changes) {
        Map<PointId, Map<String, Vector>> updates = new LinkedHashMap<>();
        for (PointVectors point : points) {
            updates.computeIfAbsent(point.id(), id -> new LinkedHashMap<>())
                    .putAll(point.vectors());
        }
        updates.forEach((id, vectors) -> {
            Place old = existing(id);
            Map<String, Vector> all = new LinkedHashMap<>();
            for (String field : config.vectors().keySet()) {
                float[] kept = old.segment().vector(field, old.row());
                if (kept != null) {
                    all.put(field, new Vector.Dense(kept));
                }
            }
            all.putAll(vectors);
            changes.delete(old);
            changes.insert(new Point(id, all, old.segment().payload(old.row(), NEWEST)));
        });
    }

    private void planPayload(
            Selection selection, RowChanges changes, UnaryOperator<Map<String, Value>> change) {
        for (Place place : places(selection, true)) {
            Map<String, Value> old = place.segment().payload(place.row(), NEWEST);
            Map<String, Value> payload = change.apply(old);
            PayloadLimits.check(place.segment().id(place.row()), payload);
            changes.payload(place, payload);
        }
    }

    /// @param required whether a named point that does not exist is an error
    private List<Place> places(Selection selection, boolean required) {
        List<Place> places = new ArrayList<>();
        switch (selection) {
            case Selection.Ids ids -> {
                for (PointId id : new LinkedHashSet<>(ids.ids())) {
                    Place place = required ? existing(id) : segments.find(id, NEWEST);
                    if (place != null) {
                        places.add(place);
                    }
                }
            }
            case Selection.Matching matching -> {
                for (Segment segment : segments.newestFirst()) {
                    AcceptSet rows = segment.matching(matching.filter(), NEWEST);
                    for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                        places.add(new Place(segment, row));
                    }
                }
            }
        }
        return places;
    }

    private Place existing(PointId id) {
        Place place = segments.find(id, NEWEST);
        if (place == null) {
            throw DbException.notFound(
                    "There is no point with the id " + id + "; the operation changed nothing.");
        }
        return place;
    }

    private static Map<String, Value> merged(Map<String, Value> old, Map<String, Value> fields) {
        Map<String, Value> all = new LinkedHashMap<>(old);
        all.putAll(fields);
        return Value.copy(all);
    }

    private static Map<String, Value> without(Map<String, Value> old, List<FieldPath> paths) {
        Map<String, Value> rest = old;
        for (FieldPath path : paths) {
            rest = PayloadProjection.without(rest, path);
        }
        return rest;
    }
}
