package io.vecdb.bench;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.api.VectorConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// The points that benchmarks store: a vector, and a payload such as `{"name": "point 4711",
/// "group": 11}`.
final class Points {
    /// Points a write, where nothing else is said.
    static final int BATCH = 1_000;

    private Points() {}

    static Point point(long number, float[] vector) {
        return Point.of(number, vector)
                .withPayload(Map.of("name", "point " + number, "group", number % 100));
    }

    /// The points with the numbers `from` (inclusive) to `to` (exclusive).
    static List<Point> range(long from, long to, LongFunction<float[]> vectors) {
        List<Point> points = new ArrayList<>((int) (to - from));
        for (long number = from; number < to; number++) {
            points.add(point(number, vectors.apply(number)));
        }
        return points;
    }

    /// Writes these points from one thread.
    ///
    /// @param done is told how many are acknowledged
    static void write(
            Collection collection,
            long from,
            long to,
            LongFunction<float[]> vectors,
            LongConsumer done) {
        for (long begin = from; begin < to; begin += BATCH) {
            long end = Math.min(to, begin + BATCH);
            collection.upsert(range(begin, end, vectors));
            done.accept(end - from);
        }
    }

    /// Bytes that a point is about, however it is stored: id, float32 vector and payload as JSON.
    static long bytes(Point point, int dimension) {
        return Long.BYTES + (long) dimension * Float.BYTES + json(point).length();
    }

    /// The payload as JSON.
    static String json(Point point) {
        return new Value.Struct(point.payload()).toString();
    }

    /// Vectors of this dimension under this index.
    static CollectionConfig config(int dimension, IndexConfig index) {
        return CollectionConfig.of(VectorConfig.of(dimension, Metric.L2).withIndex(index));
    }
}
