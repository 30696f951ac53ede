package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.collection.SegmentSet.Place;
import io.vecdb.memory.HeapSize;
import io.vecdb.memory.Reservation;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Pins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one operation does to the rows and the configuration of a collection, worked out before it
/// is logged: whatever could refuse it has been asked when the changes are made. Memory may still
/// run out.
final class RowChanges {
    /// A place and what lists need for it.
    private static final int PLACE_BYTES = 64;

    private static final String WRITE = "The write";

    private final List<Place> deletions = new ArrayList<>();
    private final List<Point> insertions = new ArrayList<>();
    private final List<NewPayload> payloads = new ArrayList<>();
    private final Reservation memory;
    private final long rowBytes;
    private CollectionConfig config;

    private record NewPayload(Place place, Map<String, Value> payload) {}

    /// @param memory holds what the changes take until they are applied; the caller closes it
    RowChanges(CollectionConfig config, Reservation memory) {
        this.config = config;
        this.memory = memory;
        rowBytes = PLACE_BYTES + MutableSegment.rowBytes(config);
    }

    /// @throws io.vecdb.api.DbException RESOURCE_EXHAUSTED, as the others
    void delete(Place place) {
        memory.grow(PLACE_BYTES, WRITE);
        deletions.add(place);
    }

    void insert(Point point) {
        memory.grow(rowBytes + HeapSize.of(point.id()) + HeapSize.of(point.payload()), WRITE);
        insertions.add(point);
    }

    void payload(Place place, Map<String, Value> payload) {
        memory.grow(PLACE_BYTES + HeapSize.of(payload), WRITE);
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
