package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One page of a [Scroll].
///
/// @param points in the order of their ids
/// @param next where the next page begins, or null after the last
public record Page(List<Point> points, @Nullable PointId next) {
    /// Copies the list.
    public Page {
        points = List.copyOf(points);
    }
}
