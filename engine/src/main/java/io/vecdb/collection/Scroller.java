package io.vecdb.collection;

import io.vecdb.api.Page;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Scroll;
import io.vecdb.index.AcceptSet;
import io.vecdb.segment.Segment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Merges the segments of a read view in the order of ids.
final class Scroller {
    private Scroller() {}

    /// The accepted rows of one segment, in the order of their ids.
    private static final class Cursor {
        private final Segment segment;
        private final Segment.RowCursor rows;
        private final AcceptSet accept;
        private int row;
        private @Nullable PointId id;

        Cursor(Segment segment, Scroll scroll, long sequence) {
            this.segment = segment;
            accept =
                    scroll.filter().isAll()
                            ? segment.visible(sequence)
                            : segment.matching(scroll.filter(), sequence);
            rows = segment.byId(scroll.from());
        }

        /// Moves to the next row; false at the end.
        boolean advance() {
            do {
                row = rows.next();
            } while (row >= 0 && !accept.contains(row));
            id = row < 0 ? null : segment.id(row);
            return id != null;
        }

        PointId id() {
            if (id == null) {
                throw new AssertionError("the cursor is not on a row");
            }
            return id;
        }
    }

    static Page page(ReadView view, Scroll scroll) {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparing(Cursor::id));
        for (Segment segment : view.segments().newestFirst()) {
            Cursor cursor = new Cursor(segment, scroll, view.sequence());
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        PointReader points = new PointReader(view.sequence());
        List<Point> page = new ArrayList<>();
        Cursor first = cursors.poll();
        while (first != null && page.size() < scroll.limit()) {
            page.add(points.read(first.segment, first.row, scroll.include()));
            if (first.advance()) {
                cursors.add(first);
            }
            first = cursors.poll();
        }
        return new Page(page, first == null ? null : first.id());
    }
}
