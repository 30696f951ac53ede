package io.vecdb.collection;

/// How much a collection keeps in memory before it writes a sealed segment.
///
/// @param points points, at least 1
/// @param bytes bytes of logged writes, at least 1
public record WriteBuffer(int points, long bytes) {}
