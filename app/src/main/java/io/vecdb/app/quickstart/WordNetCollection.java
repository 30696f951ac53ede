package io.vecdb.app.quickstart;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModel;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Page;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.VectorConfig;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The collection that the quickstart fills and asks.
final class WordNetCollection {
    static final String NAME = "wordnet";

    private static final int IDS_PER_PAGE = 10_000;

    private final Collection points;

    private WordNetCollection(Collection points) {
        this.points = points;
    }

    /// The collection of this database, created if it is missing.
    ///
    /// @param model what embeds its texts
    /// @throws DbException ALREADY_EXISTS if a collection of this name holds something else
    static WordNetCollection open(Database database, EmbeddingModel model) {
        CollectionConfig config = config(model);
        if (!database.hasCollection(NAME)) {
            return new WordNetCollection(database.createCollection(NAME, config));
        }
        Collection found = database.collection(NAME);
        if (!sameShape(config, found.config())) {
            throw new DbException(
                    ErrorCode.ALREADY_EXISTS,
                    "The database has a collection '"
                            + NAME
                            + "' that the quickstart did not make: its vectors are "
                            + found.config().vectors()
                            + " in place of "
                            + config.vectors()
                            + ". Choose another folder with --data DIR, or drop that collection.");
        }
        config.payloadIndexes().forEach(found::createPayloadIndex);
        return new WordNetCollection(found);
    }

    private static CollectionConfig config(EmbeddingModel model) {
        VectorConfig vector =
                VectorConfig.of(model.dimension(), Metric.COSINE).withModel(model.name());
        return CollectionConfig.of(vector)
                .withPayloadIndex("pos", PayloadIndexType.KEYWORD)
                .withPayloadIndex("lexname", PayloadIndexType.KEYWORD)
                .withPayloadIndex("gloss_length", PayloadIndexType.INTEGER);
    }

    /// Whether vectors and payload indexes fit; how the vectors are indexed is the owner's choice.
    private static boolean sameShape(CollectionConfig wanted, CollectionConfig found) {
        if (!found.vectors().keySet().equals(wanted.vectors().keySet())) {
            return false;
        }
        VectorConfig a = wanted.vectors().get("");
        VectorConfig b = found.vectors().get("");
        return a != null
                && b != null
                && a.equals(b.withIndex(a.index()))
                && found.payloadIndexes().entrySet().stream()
                        .allMatch(index ->
                                wanted.payloadIndexes()
                                        .getOrDefault(index.getKey(), index.getValue())
                                        .equals(index.getValue()));
    }

    long count() {
        return points.count(Filter.all());
    }

    /// The ids of all its points.
    Set<PointId> ids() {
        Set<PointId> ids = new HashSet<>();
        Scroll next = Scroll.FIRST.limit(IDS_PER_PAGE).include(Include.NOTHING);
        while (true) {
            Page page = points.scroll(next);
            page.points().forEach(point -> ids.add(point.id()));
            if (page.next() == null) {
                return ids;
            }
            next = next.from(page.next());
        }
    }

    /// Adds points; they are durable when this returns.
    void add(List<Point> batch) {
        points.upsert(batch);
    }

    /// Answers a question with so many entries at most.
    Answer ask(Question question, int hits) {
        long start = System.nanoTime();
        var found =
                points.search(Query.text(question.text()).filter(question.filter()).limit(hits));
        return new Answer(question, (System.nanoTime() - start) / 1e6, found);
    }
}
