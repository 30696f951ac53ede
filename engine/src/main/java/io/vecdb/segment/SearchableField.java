package io.vecdb.segment;

import io.vecdb.index.VectorIndex;

/// A vector field of a segment: its index, and the exact scan of the same rows.
///
/// @param index the configured index
/// @param scan the exact scan; the same object where the index is a scan
/// @param rowCount rows, whether they may be hits or not
public record SearchableField(VectorIndex index, VectorIndex scan, int rowCount) {}
