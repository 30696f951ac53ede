package io.vecdb.api;

import java.util.Locale;

/// What a collection's memory is used for.
public enum MemoryPart {
    /// Vectors and their norms.
    VECTORS,
    /// Graphs and payload indexes.
    INDEX,
    /// Payloads.
    PAYLOAD,
    /// Ids, and which points were deleted.
    IDS,
    /// What searches keep for the next search.
    CACHES,
    /// Buffers of the log.
    LOG;

    /// The name in answers and metrics, such as `vectors`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
