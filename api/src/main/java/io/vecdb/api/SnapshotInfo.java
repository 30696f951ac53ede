package io.vecdb.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What a snapshot or a backup holds.
///
/// @param created when it was begun
/// @param release of VecDB that wrote it
/// @param database id of the database that it is of
/// @param collections sorted by name
/// @param files how many files they consist of
/// @param bytes how long these are together
public record SnapshotInfo(
        Instant created,
        String release,
        UUID database,
        List<CollectionInfo> collections,
        int files,
        long bytes) {
    /// Copies the list.
    public SnapshotInfo {
        collections = List.copyOf(collections);
    }

    /// A collection as of one write.
    ///
    /// @param name as it was called
    /// @param points live points
    /// @param sequence number of the last write that is in it
    public record CollectionInfo(String name, long points, long sequence) {}
}
