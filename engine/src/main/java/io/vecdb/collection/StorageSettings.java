package io.vecdb.collection;

import io.vecdb.api.SyncPolicy;

/// How a database uses memory and disk.
///
/// @param buffer how much each collection keeps in memory
/// @param sync when a write may be acknowledged
/// @param memoryBytes what writes that are not in files yet, and merges, may use together, at least
///   1
/// @param mergeBytesPerSecond how fast merges write, at least 1
public record StorageSettings(
        WriteBuffer buffer, SyncPolicy sync, long memoryBytes, long mergeBytesPerSecond) {
    /// The usual settings, with this buffer.
    static StorageSettings of(WriteBuffer buffer) {
        return new StorageSettings(
                buffer, SyncPolicy.ALWAYS, Runtime.getRuntime().maxMemory() / 2, 256L << 20);
    }
}
