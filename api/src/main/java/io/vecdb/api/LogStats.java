package io.vecdb.api;

/// What a log did since it was opened, and what it takes.
///
/// @param lastSequence of the last operation in it, 0 if there never was one
/// @param records that were appended
/// @param bytes of these records with their heads
/// @param writes calls that handed records to the operating system
/// @param syncs of records; beside them, beginning a file costs one of the file and one of the
///   folder
/// @param diskBytes that the log's files take on disk now, those that wait to be used again
///   included
/// @param bufferBytes of its buffers on the heap
public record LogStats(
        long lastSequence,
        long records,
        long bytes,
        long writes,
        long syncs,
        long diskBytes,
        long bufferBytes) {}
