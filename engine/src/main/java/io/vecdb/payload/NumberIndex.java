package io.vecdb.payload;

import io.vecdb.api.Filter;
import io.vecdb.api.Value;
import io.vecdb.storage.DamageList;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.util.function.LongPredicate;

/// All numbers of a field, in two columns that are searched by exact value: the whole numbers in
/// the range of `long`, and all other doubles. So no number is rounded, and INTEGER and FLOAT
/// indexes are the same structure and both exact for every number.
///
/// Sorted columns rather than RoaringBitmap's bit-sliced `RangeBitmap` (O'Neil & Quass, "Improved
/// Query Performance with Variant Indexes", 1997), because a row may have several numbers, of which
/// a range bitmap takes one; because equality, the most frequent condition, and narrow ranges cost
/// the rows they find instead of a pass over the slices of all rows; and because every byte that is
/// read can be checked against its bounds. The price: a range costs the rows that lie in it or, if
/// they are fewer and rows have one number each, those outside of it; at half of the rows a range
/// bitmap would be about five times as fast.
final class NumberIndex implements ValueIndex {
    private final NumberColumn wholes;
    private final NumberColumn others;
    private final Presence presence;

    /// @param wholes keys are the numbers
    /// @param others keys are [#sortable(double)]
    NumberIndex(NumberColumn wholes, NumberColumn others, Presence presence) {
        this.wholes = wholes;
        this.others = others;
        this.presence = presence;
    }

    /// A double's bits such that signed order of the results is the order of the doubles. Its own
    /// inverse, on bits.
    static long sortable(double number) {
        return flip(Double.doubleToRawLongBits(number));
    }

    private static double number(long sortable) {
        return Double.longBitsToDouble(flip(sortable));
    }

    private static long flip(long bits) {
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    @Override
    public boolean covers(Value value) {
        return Numbers.isNumber(value);
    }

    @Override
    public RoaringBitmap equalTo(Value value) {
        return within(new Filter.Bounds(null, value, null, value));
    }

    @Override
    public RoaringBitmap within(Filter.Bounds bounds) {
        Span inWholes = span(wholes, bounds, Numbers::compare);
        Span inOthers = span(others, bounds, (key, bound) -> Numbers.compare(number(key), bound));
        int inside = inWholes.size() + inOthers.size();
        int outside = wholes.entryCount() + others.entryCount() - inside;
        if (outside < inside && presence.several().isEmpty()) {
            return RoaringBitmap.andNot(
                    presence.covered(), rows(inWholes, inOthers, outside, false));
        }
        return rows(inWholes, inOthers, inside, true);
    }

    @Override
    public void verify(DamageList found) {
        wholes.verify(presence.rowCount(), found);
        others.verify(presence.rowCount(), found);
    }

    /// @param inside whether the rows in the spans are meant or those outside of them
    private RoaringBitmap rows(Span inWholes, Span inOthers, int count, boolean inside) {
        int rowCount = presence.rowCount();
        RowCollector out = new RowCollector(rowCount, count);
        collect(wholes, inWholes, inside, rowCount, out);
        collect(others, inOthers, inside, rowCount, out);
        return out.toBitmap();
    }

    private static void collect(
            NumberColumn column, Span span, boolean inside, int rowCount, RowCollector out) {
        if (inside) {
            column.collect(span.from, span.to, rowCount, out);
        } else {
            column.collect(0, span.from, rowCount, out);
            column.collect(span.to, column.entryCount(), rowCount, out);
        }
    }

    /// Entries of a column.
    private record Span(int from, int to) {
        int size() {
            return to - from;
        }
    }

    private interface KeyOrder {
        int compare(long key, Value bound);
    }

    private static Span span(NumberColumn column, Filter.Bounds bounds, KeyOrder order) {
        int from =
                Math.max(
                        first(
                                column,
                                bounds.gt(),
                                (key, bound) -> order.compare(key, bound) <= 0,
                                0),
                        first(
                                column,
                                bounds.gte(),
                                (key, bound) -> order.compare(key, bound) < 0,
                                0));
        int end = column.entryCount();
        int to =
                Math.min(
                        first(
                                column,
                                bounds.lt(),
                                (key, bound) -> order.compare(key, bound) < 0,
                                end),
                        first(
                                column,
                                bounds.lte(),
                                (key, bound) -> order.compare(key, bound) <= 0,
                                end));
        return new Span(Math.min(from, to), to);
    }

    private interface Below {
        boolean test(long key, Value bound);
    }

    private static int first(
            NumberColumn column, @Nullable Value bound, Below below, int whenOpen) {
        if (bound == null) {
            return whenOpen;
        }
        LongPredicate isBelow = key -> below.test(key, bound);
        return column.firstEntry(isBelow);
    }
}
