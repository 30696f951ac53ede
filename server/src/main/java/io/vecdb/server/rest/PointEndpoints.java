package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.DbException;
import io.vecdb.api.Include;
import io.vecdb.api.Page;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Scroll;
import io.vecdb.server.json.JsonCursor;

import java.util.List;
import java.util.function.Function;

/// Points: writing and reading them.
final class PointEndpoints {
    private PointEndpoints() {}

    /// The endpoint of one write.
    static Endpoint write(Function<JsonCursor, WritesIn.Write> reader) {
        return request -> {
            Collection collection = request.collection();
            WritesIn.Write write = reader.apply(request.body());
            Answer answer = out -> PointsOut.written(write.to(collection), out);
            return answer.embedding(write.embeds());
        };
    }

    /// Several writes, one after the other. One that fails ends the batch; those before it stay.
    static Answer writeBatch(RestRequest request) {
        Collection collection = request.collection();
        List<WritesIn.Write> writes = WritesIn.batch(request.body());
        Answer answer =
                out -> {
                    out.writeStartArray();
                    for (int i = 0; i < writes.size(); i++) {
                        PointsOut.written(operation(writes.get(i), i, collection), out);
                    }
                    out.writeEndArray();
                };
        return answer.embedding(writes.stream().anyMatch(WritesIn.Write::embeds));
    }

    /// Does one operation of a batch.
    ///
    /// @param number how many were done before
    /// @throws DbException what the write throws, with its place and what was done before in front
    private static long operation(WritesIn.Write write, int number, Collection collection) {
        try {
            return write.to(collection);
        } catch (DbException e) {
            String done =
                    switch (number) {
                        case 0 -> "";
                        case 1 -> " (the one before was done and stays)";
                        default -> " (the " + number + " before were done and stay)";
                    };
            throw new DbException(
                    e.code(), "operations[" + number + "]" + done + ": " + e.getMessage(), e);
        }
    }

    static Answer get(RestRequest request) {
        Collection collection = request.collection();
        PointId id = request.pointId();
        List<Point> found = collection.retrieve(List.of(id), Include.EVERYTHING);
        if (found.isEmpty()) {
            throw DbException.notFound(
                    "Collection '" + collection.name() + "' has no point " + id + ".");
        }
        return out -> new PointsOut(collection, Include.EVERYTHING).record(found.getFirst(), out);
    }

    static Answer retrieve(RestRequest request) {
        Collection collection = request.collection();
        JsonCursor body = request.body();
        body.refuse("shard_key");
        Include include = IncludeIn.read(body, Include.PAYLOAD);
        List<PointId> ids = PointsIn.ids(body.field("ids")).stream().distinct().toList();
        return out -> new PointsOut(collection, include).records(ids, out);
    }

    static Answer scroll(RestRequest request) {
        Collection collection = request.collection();
        Scroll scroll = QueriesIn.scroll(request.body());
        boolean few = scroll.limit() <= PointReads.AT_ONCE;
        Page page = collection.scroll(few ? scroll : scroll.include(Include.NOTHING));
        return out -> {
            var points = new PointsOut(collection, scroll.include());
            out.writeStartObject();
            out.writeFieldName("points");
            if (few) {
                points.loaded(page.points(), out);
            } else {
                points.records(page.points().stream().map(Point::id).toList(), out);
            }
            out.writeFieldName("next_page_offset");
            if (page.next() == null) {
                out.writeNull();
            } else {
                PointsOut.id(page.next(), out);
            }
            out.writeEndObject();
        };
    }

    /// Always exact; `exact: false` only allows an estimate.
    static Answer count(RestRequest request) {
        Collection collection = request.collection();
        JsonCursor body = request.body();
        body.refuse("shard_key");
        long count = collection.count(FilterIn.optional(body));
        return out -> {
            out.writeStartObject();
            out.writeNumberField("count", count);
            out.writeEndObject();
        };
    }
}
