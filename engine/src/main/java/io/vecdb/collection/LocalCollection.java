package io.vecdb.collection;

import io.vecdb.api.Arguments;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.CollectionStats.SegmentStats;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.LogStats;
import io.vecdb.api.MemoryBytes;
import io.vecdb.api.MemoryPart;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.Page;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;
import io.vecdb.collection.SegmentSet.Place;
import io.vecdb.replication.Operation;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;
import io.vecdb.storage.MappedReads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The face of an embedded collection: checks what comes in, hands writes to the [WritePath] and
/// answers reads from the newest [ReadView].
final class LocalCollection implements Collection {
    private final String name;
    private final Shard shard;
    private final Intake intake;
    private final SearchLoad searches;

    /// Held from looking which payload indexes there are until that has changed. The log cannot be
    /// asked instead: the manifest's configuration may be newer than an operation that is replayed.
    private final Object indexChanges = new Object();

    LocalCollection(String name, Shard shard, Intake intake, SearchLoad searches) {
        this.name = name;
        this.shard = shard;
        this.intake = intake;
        this.searches = searches;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CollectionConfig config() {
        return shard.writes().config();
    }

    @Override
    public long upsert(List<Point> points) {
        List<Point> given = Arguments.list(points, "a list of points");
        return given.isEmpty() ? sequence() : write(new Operation.Upsert(intake.points(given)));
    }

    @Override
    public long updateVectors(List<PointVectors> points) {
        List<PointVectors> given = Arguments.list(points, "a list of points");
        return given.isEmpty()
                ? sequence()
                : write(new Operation.UpdateVectors(intake.vectors(given)));
    }

    @Override
    public long delete(Selection selection) {
        return write(new Operation.Delete(selection));
    }

    @Override
    public long setPayload(Selection selection, Map<String, Value> fields) {
        return write(new Operation.SetPayload(selection, fields));
    }

    @Override
    public long overwritePayload(Selection selection, Map<String, Value> payload) {
        return write(new Operation.OverwritePayload(selection, payload));
    }

    @Override
    public long deletePayload(Selection selection, List<FieldPath> paths) {
        return write(new Operation.DeletePayload(selection, paths));
    }

    @Override
    public long createPayloadIndex(String path, PayloadIndexType type) {
        Operation create = new Operation.CreatePayloadIndex(FieldPath.parse(path), type);
        long sequence;
        synchronized (indexChanges) {
            PayloadIndexType existing = config().payloadIndexes().get(path);
            if (existing != null && existing != type) {
                throw new DbException(
                        ErrorCode.ALREADY_EXISTS,
                        "The field '"
                                + path
                                + "' has an index of type "
                                + existing.label()
                                + "; drop it before you create one of type "
                                + type.label()
                                + ".");
            }
            sequence = existing == null ? write(create) : sequence();
        }
        // Also if it was created before, and a segment could not have it then.
        shard.maintenance().indexPayloadsNow();
        return sequence;
    }

    @Override
    public long dropPayloadIndex(String path) {
        Operation drop = new Operation.DropPayloadIndex(FieldPath.parse(path));
        long sequence;
        synchronized (indexChanges) {
            if (!config().payloadIndexes().containsKey(path)) {
                return sequence();
            }
            sequence = write(drop);
        }
        shard.maintenance().indexPayloadsNow();
        return sequence;
    }

    /// The collection as of now; the caller closes it.
    ReadView view() {
        return shard.views().enter();
    }

    /// Looks at the collection as of now.
    private <T> T read(Function<ReadView, T> reading) {
        return MappedReads.of(
                shard.views().what(),
                () -> {
                    try (ReadView view = view()) {
                        return reading.apply(view);
                    }
                });
    }

    /// Writing looks for the points that are concerned, in files too.
    private long write(Operation operation) {
        return MappedReads.of(shard.views().what(), () -> shard.writes().write(operation));
    }

    @Override
    public List<Point> retrieve(List<PointId> ids, Include include) {
        List<PointId> wanted = Arguments.list(ids, "a list of point ids");
        Arguments.given(include, "what the points carry");
        return read(view -> {
            PointReader points = new PointReader(view.sequence());
            List<Point> found = new ArrayList<>(wanted.size());
            for (PointId id : wanted) {
                Place place = view.segments().find(id, view.sequence());
                if (place != null) {
                    found.add(points.read(place.segment(), place.row(), include));
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public Page scroll(Scroll scroll) {
        Arguments.given(scroll, "a scroll");
        return read(view -> Scroller.page(view, scroll));
    }

    @Override
    public long count(Filter filter) {
        Arguments.given(filter, "a filter");
        return read(view -> {
            long count = 0;
            for (Segment segment : view.segments().newestFirst()) {
                count +=
                        (filter.isAll()
                                        ? segment.visible(view.sequence())
                                        : segment.matching(filter, view.sequence()))
                                .cardinality();
            }
            return count;
        });
    }

    @Override
    public List<Hit> search(Query query) {
        return search(List.of(Arguments.given(query, "a query"))).getFirst();
    }

    @Override
    public List<List<Hit>> search(List<Query> queries) {
        List<Query> asked = Arguments.list(queries, "a list of queries");
        List<float[]> vectors = new ArrayList<>(asked.size());
        for (Query query : asked) {
            vectors.add(intake.query(query.field(), query.vector()));
        }
        searches.begin();
        try {
            return read(view -> new Searcher(view, intake).search(asked, vectors));
        } finally {
            searches.end();
        }
    }

    @Override
    public long sequence() {
        try (ReadView view = view()) {
            return view.sequence();
        }
    }

    @Override
    public CollectionStats stats() {
        try (ReadView view = view()) {
            long sequence = view.sequence();
            SegmentSet segments = view.segments();
            long points = 0;
            for (Segment segment : segments.newestFirst()) {
                points += segment.visible(sequence).cardinality();
            }
            LogStats log = shard.log().stats();
            long bytes = log.diskBytes();
            long sealedPoints = 0;
            List<SegmentStats> sealed = new ArrayList<>();
            for (SealedSegment segment : segments.sealed()) {
                int deleted = segment.deletedCount(sequence);
                int live = segment.rowCount() - deleted;
                sealed.add(
                        new SegmentStats(
                                live,
                                deleted,
                                segment.diskBytes(),
                                segment.fileNames().size(),
                                segment.graphFields()));
                bytes += segment.diskBytes();
                sealedPoints += live;
            }
            return new CollectionStats(
                    points, sequence, points - sealedPoints, bytes, sealed, log, memory(segments));
        }
    }

    /// What it takes of memory.
    MemoryUsage memory() {
        try (ReadView view = view()) {
            return memory(view.segments());
        }
    }

    private MemoryUsage memory(SegmentSet segments) {
        return segments.newestFirst().stream()
                .map(Segment::memory)
                .reduce(MemoryUsage.NONE, MemoryUsage::plus)
                .plus(
                        MemoryPart.LOG,
                        MemoryBytes.heap(
                                shard.log().stats().bufferBytes() + shard.writes().bufferBytes()));
    }

    @Override
    public void compact() {
        shard.compact();
    }
}
