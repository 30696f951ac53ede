package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.collection.SegmentSet.Place;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Pins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one operation does to the rows and the configuration of a collection, worked out before it
/// is logged: whatever could refuse it has been asked when the changes are made. Memory may still
/// run out.
final class RowChanges {
    private final List<Place> deletions = new ArrayList<>();
    private final List<Point> insertions = new ArrayList<>();
    private final List<NewPayload> payloads = new ArrayList<>();
    private CollectionConfig config;

    private record NewPayload(Place place, Map<String, Value> payload) {}

    RowChanges(CollectionConfig config) {
        this.config = config;
    }

    void delete(Place place) {
        deletions.add(place);
    }

    void insert(Point point) {
        insertions.add(point);
    }

    void payload(Place place, Map<String, Value> payload) {
        payloads.add(new NewPayload(place, payload));
    }

    void config(CollectionConfig changed) {
        config = changed;
    }

    /// The collection's configuration after the operation.
    CollectionConfig config() {
        return config;
    }

    /// How many rows are deleted or get another payload.
    int changedRows() {
        return deletions.size() + payloads.size();
    }

    /// Makes the changes on rows; readers see them when the write is published.
    void apply(MutableSegment active, long sequence, Pins pins) {
        for (Place place : deletions) {
            place.segment().delete(place.row(), sequence);
        }
        for (Point point : insertions) {
            active.insert(point, sequence);
        }
        for (NewPayload change : payloads) {
            Place place = change.place;
            place.segment().putPayload(place.row(), change.payload, sequence, pins);
        }
    }
}
