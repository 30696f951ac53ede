package io.vecdb.payload;

import io.vecdb.api.FieldPath;
import io.vecdb.api.Filter;
import io.vecdb.api.PointId;

import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Turns a filter into bitmaps by the indexes there are. Each condition becomes a lower and an
/// upper bound of its rows, and so do and, or, not: the complement of an upper bound is a lower
/// bound. A field without index is bounded by no rows and all rows. Used by one thread, once.
final class FilterBinder {
    private final Map<String, FieldIndex> fields;
    private final ToIntFunction<PointId> rowOf;
    private final RoaringBitmap all;
    private final Candidates unknown;

    FilterBinder(Map<String, FieldIndex> fields, int rowCount, ToIntFunction<PointId> rowOf) {
        this.fields = fields;
        this.rowOf = rowOf;
        all = RoaringBitmap.bitmapOfRange(0, rowCount);
        unknown = Candidates.between(new RoaringBitmap(), all);
    }

    Candidates bind(Filter filter) {
        return switch (filter) {
            case Filter.And and -> all(and.parts());
            case Filter.Or or -> any(or.parts());
            case Filter.Not not -> not(bind(not.part()));
            case Filter.Eq eq -> field(eq.path(), index -> index.equal(eq.value()));
            case Filter.In in -> field(in.path(), index -> index.in(in.values()));
            case Filter.Except except ->
                    field(except.path(), index -> index.except(except.values()));
            case Filter.Range range -> field(range.path(), index -> index.within(range.bounds()));
            case Filter.Exists exists -> field(exists.path(), FieldIndex::existing);
            case Filter.IsNull isNull -> field(isNull.path(), FieldIndex::isNull);
            case Filter.IsEmpty isEmpty -> field(isEmpty.path(), FieldIndex::isEmpty);
            case Filter.HasId hasId -> ids(hasId.ids());
        };
    }

    private Candidates field(FieldPath path, Function<FieldIndex, Candidates> condition) {
        FieldIndex index = fields.get(path.text());
        return index == null ? unknown : condition.apply(index);
    }

    private Candidates ids(Collection<PointId> ids) {
        int[] rows = ids.stream().mapToInt(rowOf).filter(row -> row >= 0).sorted().toArray();
        return Candidates.exactly(RoaringBitmap.bitmapOf(rows));
    }

    private Candidates all(List<Filter> parts) {
        Candidates result = Candidates.exactly(all);
        for (Filter part : parts) {
            if (result.rows().isEmpty()) {
                return result;
            }
            Candidates next = bind(part);
            RoaringBitmap rows = RoaringBitmap.and(result.rows(), next.rows());
            result =
                    result.exact() && next.exact()
                            ? Candidates.exactly(rows)
                            : Candidates.between(
                                    RoaringBitmap.and(result.sure(), next.sure()), rows);
        }
        return result;
    }

    private Candidates any(List<Filter> parts) {
        List<RoaringBitmap> rows = new ArrayList<>(parts.size());
        List<RoaringBitmap> sure = new ArrayList<>(parts.size());
        boolean exact = true;
        for (Filter part : parts) {
            Candidates next = bind(part);
            rows.add(next.rows());
            sure.add(next.sure());
            exact &= next.exact();
        }
        RoaringBitmap union = FastAggregation.or(rows.iterator());
        return exact
                ? Candidates.exactly(union)
                : Candidates.between(FastAggregation.or(sure.iterator()), union);
    }

    private Candidates not(Candidates part) {
        RoaringBitmap sure = RoaringBitmap.andNot(all, part.rows());
        return part.exact()
                ? Candidates.exactly(sure)
                : Candidates.between(sure, RoaringBitmap.andNot(all, part.sure()));
    }
}
