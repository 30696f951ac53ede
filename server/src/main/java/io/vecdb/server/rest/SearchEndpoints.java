package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.Collection;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.Limits;
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
        void write(Answer hits, JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeFieldName("points");
            hits.write(out);
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
        void write(Answer hits, JsonGenerator out) throws IOException {
            hits.write(out);
        }
    };

    abstract Query read(JsonCursor body, Collection collection);

    /// Writes one search's hits in this route's form.
    abstract void write(Answer hits, JsonGenerator out) throws IOException;

    Answer one(RestRequest request) {
        Collection collection = request.collection();
        Query query = read(request.body(), collection);
        List<Query> one = List.of(query);
        Answer answer = out -> found(collection, one).getFirst().write(out);
        return answer.embedding(embed(one));
    }

    Answer batch(RestRequest request) {
        Collection collection = request.collection();
        List<Query> queries = new ArrayList<>();
        for (JsonCursor search : request.body().field("searches").items()) {
            queries.add(read(search, collection));
        }
        Answer answer =
                out -> {
                    out.writeStartArray();
                    for (Answer hits : found(collection, queries)) {
                        hits.write(out);
                    }
                    out.writeEndArray();
                };
        return answer.embedding(embed(queries));
    }

    private static boolean embed(List<Query> queries) {
        return queries.stream().map(Query::vector).anyMatch(VectorIn::isText);
    }

    /// Searches, all on one view. Few hits carry their points from there; those of more are read
    /// while they are written.
    private List<Answer> found(Collection collection, List<Query> queries) {
        long reach =
                queries.stream().mapToLong(query -> query.limit() + query.params().offset()).sum();
        if (reach > Limits.HITS) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The searches of a batch may ask for "
                            + Limits.HITS
                            + " hits together (limit and offset of each), not "
                            + reach
                            + "; send several batches.");
        }
        boolean few = reach <= PointReads.AT_ONCE;
        List<List<Hit>> hits =
                collection.search(
                        few
                                ? queries
                                : queries.stream()
                                        .map(query -> query.include(Include.NOTHING))
                                        .toList());
        long version = collection.sequence();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            var points = new PointsOut(collection, queries.get(i).include());
            List<Hit> found = hits.get(i);
            answers.add(out -> write(all -> points.hits(found, few, version, all), out));
        }
        return answers;
    }
}
