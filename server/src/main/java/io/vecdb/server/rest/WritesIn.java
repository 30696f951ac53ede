package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.DbException;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Point;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.server.json.JsonCursor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads writes: the bodies of the writing routes, and the batch that holds several of them.
final class WritesIn {
    /// A write that was read and is yet to be done.
    @FunctionalInterface
    interface Write {
        /// Does it.
        ///
        /// @return its sequence number
        long to(Collection collection);

        /// Whether text is embedded for it.
        default boolean embeds() {
            return false;
        }

        /// This write with these vectors.
        default Write with(Stream<Map<String, Vector>> vectors) {
            boolean text =
                    vectors.flatMap(point -> point.values().stream()).anyMatch(VectorIn::isText);
            return text ? new Embedding(this) : this;
        }
    }

    /// A write for which text is embedded.
    private record Embedding(Write write) implements Write {
        @Override
        public long to(Collection collection) {
            return write.to(collection);
        }

        @Override
        public boolean embeds() {
            return true;
        }
    }

    /// The operations of a batch by name.
    private static final Map<String, Function<JsonCursor, Write>> OPERATIONS = operations();

    private WritesIn() {}

    private static Map<String, Function<JsonCursor, Write>> operations() {
        Map<String, Function<JsonCursor, Write>> operations = new LinkedHashMap<>();
        operations.put("upsert", WritesIn::upsert);
        operations.put("delete", WritesIn::delete);
        operations.put("set_payload", WritesIn::setPayload);
        operations.put("overwrite_payload", WritesIn::overwritePayload);
        operations.put("delete_payload", WritesIn::deletePayload);
        operations.put("clear_payload", WritesIn::clearPayload);
        operations.put("update_vectors", WritesIn::updateVectors);
        operations.put("delete_vectors", WritesIn::deleteVectors);
        return operations;
    }

    static Write upsert(JsonCursor body) {
        body.refuse("shard_key", "update_filter");
        JsonCursor mode = body.optional("update_mode");
        if (mode != null && !mode.text().equals("upsert")) {
            throw mode.unsupported("this release only knows 'upsert'; leave it out.");
        }
        List<Point> points = PointsIn.points(body);
        Write write = collection -> collection.upsert(points);
        return write.with(points.stream().map(Point::vectors));
    }

    static Write delete(JsonCursor body) {
        Selection selection = selection(body);
        return collection -> collection.delete(selection);
    }

    static Write setPayload(JsonCursor body) {
        body.refuse("key");
        Selection selection = selection(body);
        Map<String, Value> fields = PointsIn.payload(body.field("payload"));
        return collection -> collection.setPayload(selection, fields);
    }

    static Write overwritePayload(JsonCursor body) {
        body.refuse("key");
        Selection selection = selection(body);
        Map<String, Value> payload = PointsIn.payload(body.field("payload"));
        return collection -> collection.overwritePayload(selection, payload);
    }

    static Write deletePayload(JsonCursor body) {
        Selection selection = selection(body);
        List<FieldPath> paths = body.field("keys").items().stream().map(key -> path(key)).toList();
        return collection -> collection.deletePayload(selection, paths);
    }

    static Write clearPayload(JsonCursor body) {
        Selection selection = selection(body);
        return collection -> collection.overwritePayload(selection, Map.of());
    }

    static Write updateVectors(JsonCursor body) {
        body.refuse("shard_key", "update_filter");
        List<PointVectors> points = PointsIn.vectors(body);
        Write write = collection -> collection.updateVectors(points);
        return write.with(points.stream().map(PointVectors::vectors));
    }

    static Write deleteVectors(JsonCursor body) {
        throw body.unsupported(
                "this release cannot delete single vectors of a point; delete the point, or upsert"
                        + " it without the vector.");
    }

    /// The writes of a batch, all of them read before the first is done.
    ///
    /// @throws DbException INVALID_ARGUMENT if one of them is not right
    static List<Write> batch(JsonCursor body) {
        return body.field("operations").items().stream().map(WritesIn::operation).toList();
    }

    private static Write operation(JsonCursor at) {
        Map<String, JsonCursor> fields = at.fields();
        if (fields.size() == 1) {
            var only = fields.entrySet().iterator().next();
            Function<JsonCursor, Write> reader = OPERATIONS.get(only.getKey());
            if (reader != null) {
                return reader.apply(only.getValue());
            }
        }
        throw at.expected("an object with one of " + OPERATIONS.keySet());
    }

    private static Selection selection(JsonCursor body) {
        body.refuse("shard_key");
        return PointsIn.selection(body);
    }

    private static FieldPath path(JsonCursor key) {
        String text = key.text();
        return key.at(() -> FieldPath.parse(text));
    }
}
