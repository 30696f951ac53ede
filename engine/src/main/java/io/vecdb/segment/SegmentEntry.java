package io.vecdb.segment;

/// What a collection's manifest says of a sealed segment.
///
/// @param number names its files; never used again
/// @param rowCount rows, deleted ones included
/// @param filtersGeneration generation of the file with its payload indexes
/// @param changesGeneration generation of the file with deletions and payload changes, 0 for none
public record SegmentEntry(
        long number, int rowCount, long filtersGeneration, long changesGeneration) {
    SegmentEntry withFilters(long generation) {
        return new SegmentEntry(number, rowCount, generation, changesGeneration);
    }

    SegmentEntry withChanges(long generation) {
        return new SegmentEntry(number, rowCount, filtersGeneration, generation);
    }
}
