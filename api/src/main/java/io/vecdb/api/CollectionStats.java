package io.vecdb.api;

import java.util.List;

/// What a collection holds at one moment.
///
/// @param points live points
/// @param sequence number of the last applied write
/// @param pendingPoints live points not yet in a sealed segment (they are in the log)
/// @param diskBytes bytes of its files, the log included
/// @param segments the sealed segments, oldest first
/// @param log what the log did since the collection was opened, and what it takes
/// @param memory what it takes of memory
public record CollectionStats(
        long points,
        long sequence,
        long pendingPoints,
        long diskBytes,
        List<SegmentStats> segments,
        LogStats log,
        MemoryUsage memory) {
    /// Copies the list.
    public CollectionStats {
        segments = List.copyOf(segments);
    }

    /// A sealed segment.
    ///
    /// @param points live points
    /// @param deletedPoints points that were deleted or replaced and still take space
    /// @param diskBytes bytes of its files
    /// @param files how many files it consists of
    /// @param graphFields how many of its vector fields are served by a graph (the others are
    ///   scanned)
    public record SegmentStats(
            long points, long deletedPoints, long diskBytes, int files, int graphFields) {}

    /// Points in sealed segments in which every vector field with a graph index has its graph.
    public long indexedPoints() {
        return segments.stream()
                .filter(segment -> segment.graphFields() > 0)
                .mapToLong(SegmentStats::points)
                .sum();
    }

    /// Files of all sealed segments.
    public int segmentFiles() {
        return segments.stream().mapToInt(SegmentStats::files).sum();
    }
}
