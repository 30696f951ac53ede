package io.vecdb.api;

import java.time.Duration;

/// What opening a collection found and did.
///
/// @param segments sealed segments that were opened: headers and footers of their files were
///   verified, and that the manifest means these very files
/// @param logFiles files of the log that were read
/// @param entries writes of the log, not in segments yet, that were replayed; every one was
///   verified
/// @param logBytes bytes of the log up to its last entry
/// @param tornBytes bytes behind it that belong to writes which were never acknowledged
/// @param took time from the first file to the last entry
public record Recovery(
        int segments, int logFiles, long entries, long logBytes, long tornBytes, Duration took) {}
