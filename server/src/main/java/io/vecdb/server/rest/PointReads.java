package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.Include;
import io.vecdb.api.Limits;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads the points of an answer while it is written, a few at a time, so that an answer of many
/// large points takes little more memory than its text.
///
/// Each few are read as they are then: points that were deleted since they were found are left out.
final class PointReads {
    /// Most points that are read at once, and so at one moment: 16 for each GB of heap with the
    /// usual 16 workers, 1,024 at most. Each may have a payload of a megabyte, which takes two
    /// while it is read, and all workers may do this at the same time: so they fill half of the
    /// heap at worst.
    static final int AT_ONCE =
            Math.clamp(
                    Runtime.getRuntime().maxMemory()
                            / (4L * Limits.PAYLOAD_BYTES * RequestLimits.DEFAULT.workers()),
                    1,
                    1_024);

    private PointReads() {}

    /// What is done with a point that was read.
    @FunctionalInterface
    interface Receiver<T> {
        void accept(T item, Point point) throws IOException;
    }

    /// Reads the points of all items, in the items' order.
    ///
    /// @param id gives an item's point; no two items have the same
    static <T> void forEach(
            Collection collection,
            Include include,
            List<T> items,
            Function<T, PointId> id,
            Receiver<T> receiver)
            throws IOException {
        for (int from = 0; from < items.size(); from += AT_ONCE) {
            List<T> few = items.subList(from, Math.min(items.size(), from + AT_ONCE));
            Map<PointId, Point> found = new HashMap<>();
            for (Point point : collection.retrieve(few.stream().map(id).toList(), include)) {
                found.put(point.id(), point);
            }
            for (T item : few) {
                Point point = found.get(id.apply(item));
                if (point != null) {
                    receiver.accept(item, point);
                }
            }
        }
    }
}
