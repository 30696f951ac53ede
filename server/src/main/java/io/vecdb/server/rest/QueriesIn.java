package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.DbException;
import io.vecdb.api.Fields;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.SearchParams;
import io.vecdb.api.Vector;
import io.vecdb.server.json.JsonCursor;

import java.util.List;
import java.util.Set;

/// Reads searches: the bodies of `/points/query`, of the older `/points/search`, and of `/scroll`.
final class QueriesIn {
    private static final int LIMIT_DEFAULT = 10;

    /// Kinds of query that the dialect knows and this release does not do.
    private static final List<String> OTHER_KINDS =
            List.of(
                    "recommend",
                    "discover",
                    "context",
                    "order_by",
                    "fusion",
                    "rrf",
                    "formula",
                    "sample",
                    "relevance_feedback");

    private QueriesIn() {}

    /// The body of `/points/query`. Where a point stands in place of a vector, its vector is read
    /// from the collection, and it cannot be a hit itself. Without a query, points are listed.
    ///
    /// @throws DbException NOT_FOUND if there is no such point, UNSUPPORTED for other kinds of
    ///   query
    static Search query(JsonCursor body, Collection collection) {
        body.refuse("prefetch", "lookup_from", "shard_key");
        JsonCursor query = body.optional("query");
        return query == null ? listing(body) : nearest(body, query, collection);
    }

    private static Search.Listing listing(JsonCursor body) {
        int limit = limit(body);
        if (limit < 1) {
            throw body.field("limit").expected("1 or more");
        }
        int offset = params(body).offset();
        Filter filter = FilterIn.optional(body);
        Include include = IncludeIn.read(body, Include.NOTHING);
        int reach = (int) Math.min(Integer.MAX_VALUE, (long) limit + offset);
        return body.at(() -> new Search.Listing(new Scroll(filter, null, reach, include), offset));
    }

    private static Search.Nearest nearest(
            JsonCursor body, JsonCursor query, Collection collection) {
        if (query.node().isObject()) {
            OTHER_KINDS.forEach(kind -> {
                if (query.has(kind)) {
                    throw query.unsupported(
                            "this release does not support the query kind '"
                                    + kind
                                    + "'; use a vector, a point id, {\"nearest\": …} or"
                                    + " {\"text\": …}.");
                }
            });
        }
        JsonCursor using = body.optional("using");
        String field = using == null ? "" : using.text();
        JsonCursor nearest = query;
        if (query.node().isObject() && query.has("nearest")) {
            query.refuse("mmr");
            nearest = query.field("nearest");
        }
        Filter filter = FilterIn.optional(body);
        if (nearest.node().isTextual() || nearest.node().isNumber()) {
            PointId id = PointsIn.id(nearest);
            Vector vector = vectorOf(collection, id, field);
            return query(body, field, vector, filter.and(Filter.not(Filter.hasId(id))));
        }
        return query(body, field, VectorIn.one(nearest), filter);
    }

    /// The body of `/points/search`.
    static Search.Nearest search(JsonCursor body) {
        body.refuse("shard_key");
        JsonCursor vector = body.field("vector");
        body.field("limit");
        String field = "";
        if (vector.node().isObject() && vector.has("name")) {
            field = vector.field("name").text();
            vector = vector.field("vector");
        }
        return query(body, field, VectorIn.one(vector), FilterIn.optional(body));
    }

    private static Search.Nearest query(
            JsonCursor body, String field, Vector vector, Filter filter) {
        Include include = IncludeIn.read(body, Include.NOTHING);
        int limit = limit(body);
        SearchParams params = params(body);
        return new Search.Nearest(
                body.at(() -> new Query(field, vector, filter, limit, params, include)));
    }

    private static Vector vectorOf(Collection collection, PointId id, String field) {
        Include vector = new Include(Fields.none(), new Fields.Only(Set.of(field)));
        List<Point> found = collection.retrieve(List.of(id), vector);
        Vector stored = found.isEmpty() ? null : found.getFirst().vectors().get(field);
        if (stored == null) {
            throw DbException.notFound(
                    "Collection '"
                            + collection.name()
                            + "' has no point "
                            + id
                            + (found.isEmpty() ? "" : " with a vector '" + field + "'")
                            + " to search with.");
        }
        return stored;
    }

    private static int limit(JsonCursor body) {
        JsonCursor limit = body.optional("limit");
        return limit == null ? LIMIT_DEFAULT : limit.integer();
    }

    private static SearchParams params(JsonCursor body) {
        JsonCursor threshold = body.optional("score_threshold");
        Float score = threshold == null ? null : threshold.number();
        JsonCursor offset = body.optional("offset");
        int skipped = offset == null ? 0 : offset.integer();
        JsonCursor params = body.optional("params");
        JsonCursor hnswEf = params == null ? null : params.optional("hnsw_ef");
        JsonCursor exact = params == null ? null : params.optional("exact");
        boolean all = exact != null && exact.bool();
        Integer ef = hnswEf == null ? null : Integer.valueOf(hnswEf.integer());
        return body.at(() -> new SearchParams(all, ef, skipped, score));
    }

    /// The body of `/points/scroll`.
    static Scroll scroll(JsonCursor body) {
        body.refuse("order_by", "shard_key");
        JsonCursor offset = body.optional("offset");
        PointId from = offset == null ? null : PointsIn.id(offset);
        Filter filter = FilterIn.optional(body);
        Include include = IncludeIn.read(body, Include.PAYLOAD);
        int limit = limit(body);
        return body.at(() -> new Scroll(filter, from, limit, include));
    }
}
