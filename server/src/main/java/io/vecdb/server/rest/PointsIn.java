package io.vecdb.server.rest;

import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.server.json.JsonCursor;
import io.vecdb.server.json.ValueJson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads points, in rows and in columns, and what names them.
final class PointsIn {
    private PointsIn() {}

    /// The id that stands here: an unsigned 64-bit integer, a UUID or a string.
    static PointId id(JsonCursor at) {
        if (at.node().isTextual()) {
            return at.at(() -> PointId.of(at.text()));
        }
        if (at.node().isIntegralNumber()) {
            BigInteger number = at.node().bigIntegerValue();
            if (number.signum() >= 0 && number.bitLength() <= 64) {
                return PointId.of(number.longValue());
            }
        }
        throw at.expected("a point id (a whole number from 0 to 2^64 - 1, a UUID or a string)");
    }

    static List<PointId> ids(JsonCursor list) {
        return list.items().stream().map(PointsIn::id).toList();
    }

    /// The points of an upsert: a list of objects under `points`, or columns under `batch`.
    static List<Point> points(JsonCursor body) {
        JsonCursor batch = body.optional("batch");
        JsonCursor points = body.optional("points");
        if ((batch == null) == (points == null)) {
            throw body.invalid("give either 'points' (a list) or 'batch' (columns).");
        }
        return batch != null
                ? columns(batch)
                : body.field("points").items().stream().map(PointsIn::point).toList();
    }

    private static Point point(JsonCursor at) {
        JsonCursor payload = at.optional("payload");
        return new Point(
                id(at.field("id")),
                VectorIn.ofPoint(at.field("vector")),
                payload == null ? Map.of() : payload(payload));
    }

    private static List<Point> columns(JsonCursor batch) {
        List<PointId> ids = ids(batch.field("ids"));
        List<Map<String, Vector>> vectors = vectorColumns(batch.field("vectors"), ids.size());
        JsonCursor column = batch.optional("payloads");
        List<JsonCursor> payloads = column == null ? List.of() : column.items();
        if (column != null) {
            requireLength(column, payloads.size(), ids.size());
        }
        List<Point> points = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            boolean none = column == null || payloads.get(i).node().isNull();
            points.add(
                    new Point(
                            ids.get(i),
                            vectors.get(i),
                            none ? Map.of() : payload(payloads.get(i))));
        }
        return points;
    }

    /// One column for the unnamed vector, or one for each name.
    private static List<Map<String, Vector>> vectorColumns(JsonCursor at, int count) {
        Map<String, JsonCursor> columns = at.node().isArray() ? Map.of("", at) : at.fields();
        List<Map<String, Vector>> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new LinkedHashMap<>());
        }
        columns.forEach((name, column) -> {
            List<JsonCursor> items = column.items();
            requireLength(column, items.size(), count);
            for (int i = 0; i < count; i++) {
                rows.get(i).put(name, VectorIn.one(items.get(i)));
            }
        });
        return rows;
    }

    private static void requireLength(JsonCursor column, int given, int expected) {
        if (given != expected) {
            throw column.invalid(given + " items were given for " + expected + " ids.");
        }
    }

    /// The new vectors of `points`.
    static List<PointVectors> vectors(JsonCursor body) {
        return body.field("points").items().stream().map(PointsIn::pointVectors).toList();
    }

    private static PointVectors pointVectors(JsonCursor at) {
        PointId id = id(at.field("id"));
        Map<String, Vector> vectors = VectorIn.ofPoint(at.field("vector"));
        return at.at(() -> new PointVectors(id, vectors));
    }

    /// The points that `points` lists or that match `filter`.
    static Selection selection(JsonCursor body) {
        JsonCursor points = body.optional("points");
        JsonCursor filter = body.optional("filter");
        if ((points == null) == (filter == null)) {
            throw body.invalid("give either 'points' (a list of ids) or 'filter'.");
        }
        return points != null
                ? new Selection.Ids(ids(points))
                : Selection.matching(FilterIn.optional(body));
    }

    /// The object that stands here, as a payload.
    static Map<String, Value> payload(JsonCursor at) {
        if (!at.node().isObject()) {
            throw at.expected("an object");
        }
        return at.at(() -> ValueJson.fields(at.node()));
    }
}
