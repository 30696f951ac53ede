package io.vecdb.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The memory of a database at one moment.
///
/// @param limitBytes how much writes that are not in files yet, and the building of segments, may
///   use together
/// @param usedBytes how much of it they use
/// @param spareBytes native memory that is kept to be used again, up to 64 MiB and a sixteenth of
///   the limit
/// @param collections the account of each collection that is open
public record DatabaseMemory(
        long limitBytes, long usedBytes, long spareBytes, Map<String, MemoryUsage> collections) {
    /// Copies the map, sorted by name.
    public DatabaseMemory {
        collections = Collections.unmodifiableMap(new TreeMap<>(collections));
    }
}
