package io.vecdb.segment;

import io.vecdb.api.Filter;
import io.vecdb.api.MemoryUsage;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.index.AcceptSet;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// A part of a collection, as of the write with a given sequence number. Rows are numbered from 0;
/// the row of a point never changes.
///
/// Any number of threads read; the collection's writer alone calls [#delete] and [#putPayload].
public sealed interface Segment permits MutableSegment, SealedSegment {
    /// The row in which this point is visible, or -1.
    int row(PointId id, long sequence);

    /// The id of the point in a row.
    PointId id(int row);

    /// The payload of a row.
    Map<String, Value> payload(int row, long sequence);

    /// The names of the vector fields.
    Set<String> fieldNames();

    /// A row's vector as it was given (not normalised), shape (dimension), or null if the point has
    /// none in this field.
    default float @Nullable [] vector(String field, int row) {
        return stored(field).vector(row);
    }

    /// The vectors of a field as they are stored.
    StoredRows stored(String field);

    /// All visible rows.
    AcceptSet visible(long sequence);

    /// The visible rows that have a vector in this field.
    AcceptSet visible(String field, long sequence);

    /// The visible rows that satisfy a filter, exactly.
    AcceptSet matching(Filter filter, long sequence);

    /// The visible rows that satisfy a filter and have a vector in this field.
    default AcceptSet matching(Filter filter, String field, long sequence) {
        AcceptSet withVector = visible(field, sequence);
        if (filter.isAll()) {
            return withVector;
        }
        AcceptSet matching = matching(filter, sequence);
        return withVector.cardinality() == visible(sequence).cardinality()
                ? matching
                : RowBits.intersection(rowCount(), matching, withVector);
    }

    /// Rows so far, visible or not.
    int rowCount();

    /// How a vector field is searched.
    SearchableField field(String name, long sequence);

    /// The rows in the order of their ids, beginning with this id (null: with the first). Rows that
    /// are not visible are among them.
    RowCursor byId(@Nullable PointId from);

    /// Deletes a visible row.
    void delete(int row, long sequence);

    /// Replaces the payload of a visible row. Versions that nobody pins are forgotten.
    void putPayload(int row, Map<String, Value> payload, long sequence, Pins pins);

    /// What it takes of memory now.
    MemoryUsage memory();

    /// Takes a reference: whoever uses the segment holds one, or uses what does.
    void retain();

    /// Gives a reference back. With the last one, memory and files are given back.
    void release();

    /// Walks through rows.
    interface RowCursor {
        /// The next row, or -1 after the last.
        int next();
    }
}
