package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.Collection;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.server.json.ValueJson;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes points, hits and ids. Vectors of cosine fields go out with length 1, as clients of the
/// dialect expect; those of other fields as they came.
final class PointsOut {
    private final Collection collection;
    private final Map<String, VectorConfig> fields;
    private final Include include;

    /// @param collection where the points come from
    /// @param include what was asked for: a payload or vector that was not is left out
    PointsOut(Collection collection, Include include) {
        this.collection = collection;
        this.fields = collection.config().vectors();
        this.include = include;
    }

    /// Points that were read already.
    void loaded(List<Point> points, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (Point point : points) {
            record(point, out);
        }
        out.writeEndArray();
    }

    /// The points of these ids, read while they are written.
    ///
    /// @param ids each once
    void records(List<PointId> ids, JsonGenerator out) throws IOException {
        out.writeStartArray();
        PointReads.forEach(
                collection, include, ids, Function.identity(), (_, point) -> record(point, out));
        out.writeEndArray();
    }

    void record(Point point, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeFieldName("id");
        id(point.id(), out);
        content(point, out);
        out.writeEndObject();
    }

    /// Hits, nearest first.
    ///
    /// @param loaded whether the hits carry their points already; otherwise those are read while
    ///   they are written
    /// @param version what stands as every hit's version
    void hits(List<Hit> hits, boolean loaded, long version, JsonGenerator out) throws IOException {
        out.writeStartArray();
        if (loaded || include.equals(Include.NOTHING)) {
            for (Hit hit : hits) {
                hit(hit, hit.point(), version, out);
            }
        } else {
            PointReads.forEach(
                    collection,
                    include,
                    hits,
                    Hit::id,
                    (hit, point) -> hit(hit, point, version, out));
        }
        out.writeEndArray();
    }

    private void hit(Hit hit, Point point, long version, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeFieldName("id");
        id(hit.id(), out);
        out.writeNumberField("version", version);
        out.writeNumberField("score", hit.score());
        content(point, out);
        out.writeEndObject();
    }

    private void content(Point point, JsonGenerator out) throws IOException {
        if (!include.payload().isNone()) {
            out.writeFieldName("payload");
            ValueJson.writeFields(point.payload(), out);
        }
        if (!include.vectors().isNone()) {
            out.writeFieldName("vector");
            vectors(point.vectors(), out);
        }
    }

    /// The unnamed vector alone is a list, everything else an object.
    private void vectors(Map<String, Vector> vectors, JsonGenerator out) throws IOException {
        Vector unnamed = vectors.get("");
        if (unnamed != null && vectors.size() == 1) {
            vector("", unnamed, out);
            return;
        }
        out.writeStartObject();
        for (var vector : vectors.entrySet()) {
            out.writeFieldName(vector.getKey());
            vector(vector.getKey(), vector.getValue(), out);
        }
        out.writeEndObject();
    }

    private void vector(String field, Vector vector, JsonGenerator out) throws IOException {
        float[] values =
                switch (vector) {
                    case Vector.Dense dense -> dense.values();
                    case Vector.Document document ->
                            throw new IllegalStateException("A stored vector is text.");
                };
        VectorConfig config = fields.get(field);
        double scale = config != null && config.metric() == Metric.COSINE ? 1 / norm(values) : 1;
        out.writeStartArray();
        for (float value : values) {
            out.writeNumber((float) (value * scale));
        }
        out.writeEndArray();
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    static void id(PointId id, JsonGenerator out) throws IOException {
        switch (id) {
            case PointId.Num num -> out.writeNumber(num.toString());
            case PointId.Uuid uuid -> out.writeString(uuid.toString());
            case PointId.Text text -> out.writeString(text.value());
        }
    }

    /// The answer of a write.
    ///
    /// @param sequence the write's number
    static void written(long sequence, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("operation_id", sequence);
        out.writeStringField("status", "completed");
        out.writeEndObject();
    }
}
