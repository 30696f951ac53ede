package io.vecdb.collection;

import io.vecdb.api.Include;
import io.vecdb.api.Point;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.segment.Segment;

import java.util.LinkedHashMap;
import java.util.Map;

/// Makes points of rows, with as much of them as is asked for.
final class PointReader {
    private final long sequence;

    /// @param sequence the write as of which payloads are read
    PointReader(long sequence) {
        this.sequence = sequence;
    }

    Point read(Segment segment, int row, Include include) {
        Map<String, Value> payload =
                include.payload().isNone()
                        ? Map.of()
                        : PayloadProjection.select(
                                segment.payload(row, sequence), include.payload());
        Map<String, Vector> vectors =
                include.vectors().isNone() ? Map.of() : vectors(segment, row, include);
        return new Point(segment.id(row), vectors, payload);
    }

    private static Map<String, Vector> vectors(Segment segment, int row, Include include) {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        for (String field : segment.fieldNames()) {
            float[] values = include.vectors().contains(field) ? segment.vector(field, row) : null;
            if (values != null) {
                vectors.put(field, new Vector.Dense(values));
            }
        }
        return vectors;
    }
}
