package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;

/// How much a collection keeps in memory before it writes a sealed segment.
///
/// @param points points, or [#AUTOMATIC]
/// @param bytes bytes of logged writes, at least 1
public record WriteBuffer(int points, long bytes) {
    /// In place of a number of points: [#SCANNED_POINTS] where sealed segments have graphs or
    /// payload indexes, and else as many as there is room for, since every search scans all points
    /// anyway.
    public static final int AUTOMATIC = 0;

    /// So many points are scanned in about a millisecond.
    static final int SCANNED_POINTS = 16_384;

    /// How many points a collection keeps in memory.
    int points(CollectionConfig config) {
        if (points != AUTOMATIC) {
            return points;
        }
        boolean scanned =
                config.payloadIndexes().isEmpty()
                        && config.vectors().values().stream()
                                .allMatch(field -> field.index() instanceof IndexConfig.Flat);
        return scanned ? Integer.MAX_VALUE : SCANNED_POINTS;
    }

    /// How many deletions and changed payloads are worth a flush where nothing was inserted.
    int changes() {
        int all = points == AUTOMATIC ? SCANNED_POINTS : points;
        return (int) (1 + all * MergePolicy.CHANGED_SHARE / Backpressure.SEALED_LIMIT);
    }
}
