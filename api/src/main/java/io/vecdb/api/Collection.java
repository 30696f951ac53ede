package io.vecdb.api;

import java.util.List;
import java.util.Map;

/// A named set of points with the same vector fields.
///
/// Thread-safe. Every write is atomic, returns when it is durable, and is seen by every read that
/// starts afterwards; a read sees the collection as it was when the read started and never waits
/// for a write. A write that is refused changes nothing.
///
/// All methods throw [DbException]: INVALID_ARGUMENT for input that cannot be right, CLOSED after
/// the database was closed or the collection dropped, IO_ERROR, CORRUPT and POISONED as [ErrorCode]
/// says.
public interface Collection {
    /// The collection's name.
    String name();

    /// What it is made of now (payload indexes may come and go).
    CollectionConfig config();

    /// Inserts points, replacing those whose ids are there already with all their vectors and
    /// payload. The last of several points with one id wins.
    ///
    /// @return the write's sequence number
    long upsert(List<Point> points);

    /// Replaces the given vectors of existing points; other vectors and the payload stay.
    ///
    /// @return the write's sequence number
    /// @throws DbException NOT_FOUND if one of the points does not exist
    long updateVectors(List<PointVectors> points);

    /// Deletes points; ids that do not exist are no error.
    ///
    /// @return the write's sequence number
    long delete(Selection selection);

    /// Sets payload fields; others stay.
    ///
    /// @return the write's sequence number
    /// @throws DbException NOT_FOUND if a named point does not exist
    long setPayload(Selection selection, Map<String, Value> fields);

    /// Replaces the whole payload; an empty map clears it.
    ///
    /// @return the write's sequence number
    /// @throws DbException NOT_FOUND if a named point does not exist
    long overwritePayload(Selection selection, Map<String, Value> payload);

    /// Removes payload fields, named by their paths; paths that do not exist are no error.
    ///
    /// @return the write's sequence number
    /// @throws DbException NOT_FOUND if a named point does not exist
    long deletePayload(Selection selection, List<FieldPath> paths);

    /// Builds an index on a payload field and keeps it from then on. Asking for the index that is
    /// there already does nothing.
    ///
    /// @return the write's sequence number
    /// @throws DbException ALREADY_EXISTS if the field has an index of another type
    long createPayloadIndex(String path, PayloadIndexType type);

    /// Drops a payload index; if there is none, nothing happens.
    ///
    /// @return the write's sequence number
    long dropPayloadIndex(String path);

    /// The points with these ids in their order; ids that do not exist are left out.
    List<Point> retrieve(List<PointId> ids, Include include);

    /// One page of points in the order of their ids.
    Page scroll(Scroll scroll);

    /// How many points satisfy the filter, exactly.
    long count(Filter filter);

    /// The points nearest to the query's vector, nearest first; `limit` of them if so many match
    /// the filter.
    List<Hit> search(Query query);

    /// Several searches on one view of the collection: an answer for each, in their order. Cheaper
    /// than one after the other where vectors are scanned, since each row is read once for all.
    List<List<Hit>> search(List<Query> queries);

    /// The number of the last write that a read starting now sees; cheap.
    long sequence();

    /// What the collection holds.
    CollectionStats stats();

    /// Writes what is in memory to sealed segments and merges them into one, without deleted
    /// points. Returns when it is done; reads and writes go on meanwhile.
    void compact();
}
