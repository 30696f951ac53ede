package io.vecdb.wal;

import java.time.Duration;

/// What opening a log found.
///
/// @param files that were read
/// @param records that were replayed
/// @param replayedBytes of these records
/// @param bytes of the files up to their last record that counts
/// @param tornBytes behind the last record that belong to writes which were not finished when the
///   log ended, and never acknowledged; 0 if there are none
/// @param took time for reading, decoding and whatever the replayed operations were handed to
public record RecoveryReport(
        int files, long records, long replayedBytes, long bytes, long tornBytes, Duration took) {}
