package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.Collection;
import io.vecdb.api.Hit;
import io.vecdb.api.Query;
import io.vecdb.server.json.JsonCursor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Searches: `/query` and the older `/search`, which differ in their bodies and in that only the
/// first wraps its hits in an object.
///
/// The dialect wants a version with each hit. VecDB numbers the writes of a collection and does not
/// keep with a point which of them it came by, so each hit has the number of the last one.
enum SearchEndpoints {
    /// `/points/query`.
    QUERY {
        @Override
        Query read(JsonCursor body, Collection collection) {
            return QueriesIn.query(body, collection);
        }

        @Override
        void write(PointsOut points, List<Hit> hits, long version, JsonGenerator out)
                throws IOException {
            out.writeStartObject();
            out.writeFieldName("points");
            points.hits(hits, version, out);
            out.writeEndObject();
        }
    },

    /// `/points/search`.
    SEARCH {
        @Override
        Query read(JsonCursor body, Collection collection) {
            return QueriesIn.search(body);
        }

        @Override
        void write(PointsOut points, List<Hit> hits, long version, JsonGenerator out)
                throws IOException {
            points.hits(hits, version, out);
        }
    };

    abstract Query read(JsonCursor body, Collection collection);

    abstract void write(PointsOut points, List<Hit> hits, long version, JsonGenerator out)
            throws IOException;

    Answer one(RestRequest request) {
        Collection collection = request.collection();
        Query query = read(request.body(), collection);
        List<Hit> hits = collection.search(query);
        long version = collection.sequence();
        return out -> write(new PointsOut(collection, query.include()), hits, version, out);
    }

    Answer batch(RestRequest request) {
        Collection collection = request.collection();
        List<Query> queries = new ArrayList<>();
        for (JsonCursor search : request.body().field("searches").items()) {
            queries.add(read(search, collection));
        }
        List<List<Hit>> hits = collection.search(queries);
        long version = collection.sequence();
        return out -> {
            out.writeStartArray();
            for (int i = 0; i < queries.size(); i++) {
                var points = new PointsOut(collection, queries.get(i).include());
                write(points, hits.get(i), version, out);
            }
            out.writeEndArray();
        };
    }
}
