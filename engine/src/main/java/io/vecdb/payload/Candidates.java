package io.vecdb.payload;

import org.roaringbitmap.RoaringBitmap;

/// What payload indexes know of a filter's answer: the rows that match are some of `rows` and all
/// of `sure`. Where the two differ, [FilterMatcher] decides, row by row.
///
/// The bitmaps may be shared and must not be changed; reading them is thread-safe.
///
/// @param rows the rows that may match, a superset of the answer
/// @param sure the rows that match for certain, a subset of the answer and so of `rows`
/// @param exact whether the two are the same, so that no payload has to be looked at
public record Candidates(RoaringBitmap rows, RoaringBitmap sure, boolean exact) {
    static Candidates exactly(RoaringBitmap rows) {
        return new Candidates(rows, rows, true);
    }

    /// @param sure a subset of `rows`
    static Candidates between(RoaringBitmap sure, RoaringBitmap rows) {
        return new Candidates(rows, sure, sure.getCardinality() == rows.getCardinality());
    }

    /// The rows whose payloads have to be looked at.
    public RoaringBitmap open() {
        return exact ? new RoaringBitmap() : RoaringBitmap.andNot(rows, sure);
    }
}
