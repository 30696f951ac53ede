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
import java.util.Iterator;
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
        Search read(JsonCursor body, Collection collection) {
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
        Search read(JsonCursor body, Collection collection) {
            return QueriesIn.search(body);
        }

        @Override
        void write(Answer hits, JsonGenerator out) throws IOException {
            hits.write(out);
        }
    };

    abstract Search read(JsonCursor body, Collection collection);

    /// Writes one search's hits in this route's form.
    abstract void write(Answer hits, JsonGenerator out) throws IOException;

    Answer one(RestRequest request) {
        Collection collection = request.collection();
        List<Search> one = List.of(read(request.body(), collection));
        Answer answer = out -> found(collection, one).getFirst().write(out);
        return answer.embedding(embed(one));
    }

    Answer batch(RestRequest request) {
        Collection collection = request.collection();
        List<Search> searches = new ArrayList<>();
        for (JsonCursor search : request.body().field("searches").items()) {
            searches.add(read(search, collection));
        }
        requireFewHits(searches);
        Answer answer =
                out -> {
                    out.writeStartArray();
                    for (Answer hits : found(collection, searches)) {
                        hits.write(out);
                    }
                    out.writeEndArray();
                };
        return answer.embedding(embed(searches));
    }

    private static boolean embed(List<Search> searches) {
        return nearest(searches).stream().map(Query::vector).anyMatch(VectorIn::isText);
    }

    private static List<Query> nearest(List<Search> searches) {
        return searches.stream()
                .filter(Search.Nearest.class::isInstance)
                .map(Search.Nearest.class::cast)
                .map(Search.Nearest::query)
                .toList();
    }

    private static long reach(List<Search> searches) {
        return searches.stream().mapToLong(Search::reach).sum();
    }

    /// A batch may ask for no more than one search.
    private static void requireFewHits(List<Search> searches) {
        if (reach(searches) > Limits.HITS) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The searches of a batch may ask for "
                            + Limits.HITS
                            + " hits together (limit and offset of each), not "
                            + reach(searches)
                            + "; send several batches.");
        }
    }

    /// Searches, all on one view but listings. Few hits carry their points from there; those of
    /// more are read while they are written.
    private List<Answer> found(Collection collection, List<Search> searches) {
        boolean few = reach(searches) <= PointReads.AT_ONCE;
        List<List<Hit>> hits =
                hits(
                        collection,
                        few
                                ? searches
                                : searches.stream()
                                        .map(search -> search.include(Include.NOTHING))
                                        .toList());
        long version = collection.sequence();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < searches.size(); i++) {
            var points = new PointsOut(collection, searches.get(i).include());
            List<Hit> found = hits.get(i);
            answers.add(out -> write(all -> points.hits(found, few, version, all), out));
        }
        return answers;
    }

    private static List<List<Hit>> hits(Collection collection, List<Search> searches) {
        Iterator<List<Hit>> nearest = collection.search(nearest(searches)).iterator();
        List<List<Hit>> hits = new ArrayList<>();
        for (Search search : searches) {
            hits.add(
                    switch (search) {
                        case Search.Nearest query -> nearest.next();
                        case Search.Listing listing ->
                                collection.scroll(listing.scroll()).points().stream()
                                        .skip(listing.offset())
                                        .map(point -> new Hit(0, point))
                                        .toList();
                    });
        }
        return hits;
    }
}
